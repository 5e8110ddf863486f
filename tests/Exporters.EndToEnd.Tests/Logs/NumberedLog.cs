using System.Globalization;
using System.Text;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>
/// A program that writes its numbered lines to a log which is rotated in one style or another, as logrotate and its like do it.
/// What would take lines away that are nowhere else (truncation without a copy, deletion) waits until the checkpoints have them.
/// </summary>
internal sealed class NumberedLog : IDisposable
{
    private readonly int _index;
    private readonly KillPlan _plan;
    private readonly LineBook _book;
    private readonly Timeline _timeline;
    private readonly Random _random;
    private readonly RotationStyle[] _styles;
    private readonly string _base;
    private readonly List<string> _rotated = [];
    private FileStream _file;
    private string _rest = "";
    private int _next;
    private int _generationStart;
    private int _generation;
    private int _stream;
    private readonly System.Diagnostics.Stopwatch _sinceRotation = System.Diagnostics.Stopwatch.StartNew();
    private RotationStyle? _waits;

    public NumberedLog(int index, string directory, KillPlan plan, LineBook book, Timeline timeline)
    {
        _index = index;
        _plan = plan;
        _book = book;
        _timeline = timeline;
        _random = new Random((plan.Seed * 31) + index);
        _base = Path.Combine(directory, (index % 10) switch { < 3 => "plain", < 6 => "all", 6 => "numbered", 7 => "links", 8 => "directories", _ => "plain" });
        _styles = (index % 10) switch
        {
            < 3 or 9 => [RotationStyle.Rename, RotationStyle.RenameTwice, RotationStyle.WriteOn, RotationStyle.Copy, RotationStyle.Truncate, RotationStyle.Delete],
            < 6 => [RotationStyle.Rename, RotationStyle.RenameTwice, RotationStyle.WriteOn, RotationStyle.Dated, RotationStyle.Copy, RotationStyle.Truncate, RotationStyle.Delete, RotationStyle.Compress],
            6 => [RotationStyle.Next],
            7 => [RotationStyle.Link],
            _ => [RotationStyle.Directory],
        };
        Directory.CreateDirectory(_base);
        _file = Create();
    }

    /// <summary>Lines written so far.</summary>
    public int Written => _next;

    /// <summary>How often it was rotated, by style.</summary>
    public Dictionary<RotationStyle, int> Rotations { get; } = [];

    public bool IsDone => _next == _plan.LinesPerFile && _rest.Length == 0;

    private string Live => (_index % 10) switch
    {
        6 => Path.Combine(_base, string.Create(CultureInfo.InvariantCulture, $"app{_index}-{_generation:D6}.log")),
        7 => Path.Combine(_base, "data", string.Create(CultureInfo.InvariantCulture, $"app{_index}.{_generation}")),
        8 => Path.Combine(_base, string.Create(CultureInfo.InvariantCulture, $"app{_index}.{_generation}"), "app.log"),
        _ => Path.Combine(_base, string.Create(CultureInfo.InvariantCulture, $"app{_index}.log")),
    };

    /// <summary>Writes up to so many lines, in pieces that need not end where a line does; now and then rotates first.</summary>
    public void Step(int lines, Checkpoints checkpoints)
    {
        if (_waits is { } waits)
        {
            if (!MayForget(checkpoints))
            {
                return;
            }

            _waits = null;
            Rotate(waits);
        }
        else if (lines > 0 && _next > _generationStart && _sinceRotation.Elapsed >= _plan.Pace && _random.Next(12) == 0 && _book.KnownOf(_index) > 0)
        {
            FinishLine();
            var style = _styles[_random.Next(_styles.Length)];
            if (style is RotationStyle.Truncate or RotationStyle.Delete or RotationStyle.Compress)
            {
                _waits = style;
                return;
            }

            if (style is not (RotationStyle.Copy or RotationStyle.Link) || IsFound())
            {
                Rotate(style);
            }
        }

        Append(lines);
    }

    public void Dispose() => _file.Dispose();

    private void Append(int lines)
    {
        var text = new StringBuilder(_rest);
        for (; lines > 0 && _next < _plan.LinesPerFile; lines--)
        {
            var id = (_index * _plan.LinesPerFile) + _next++;
            _book.Wrote(id, _stream);
            text.Append(Line(id)).Append('\n');
        }

        _rest = "";
        if (_next < _plan.LinesPerFile && text.Length > 0 && _random.Next(3) == 0)
        {
            var cut = _random.Next(text.Length);
            _rest = text.ToString(cut, text.Length - cut);
            text.Length = cut;
        }

        _file.Write(Encoding.UTF8.GetBytes(text.ToString()));
        _file.Flush();
    }

    private void FinishLine()
    {
        _file.Write(Encoding.UTF8.GetBytes(_rest));
        _file.Flush();
        _rest = "";
    }

    private string Line(int id)
    {
        var words = $"line #{id}; of {_index} {new string((char)('a' + (id % 26)), (id * 7) % 60)}{(KillPlan.IsPoison(id) ? " POISON" : "")}{(KillPlan.IsGiant(id) ? new string('g', KillPlan.MaxRequestBytes + 5000) : "")}";
        var time = DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return (_index % 5) switch
        {
            0 => words,
            1 => $"{time} INFO {words}",
            2 => $"{{\"time\":\"{time}\",\"level\":\"warn\",\"msg\":\"{words}\",\"n\":{id}}}",
            3 => $"time={time} level=info msg=\"{words}\" n={id}",
            _ => id % 4 == 0 ? $"System.Exception: {words}" : $"   at Some.Method() {words}",
        };
    }

    private bool MayForget(Checkpoints checkpoints) => _book.KnownOf(_index) == _next && checkpoints.IsSettled(_file);

    /// <summary>Where no pattern matches the copy, or what the link led to, a line of it must have been sent before: who never saw it cannot know it.</summary>
    private bool IsFound() => Path.GetFileName(_base) == "all" || _book.IsKnown((_index * _plan.LinesPerFile) + _generationStart);

    private void Rotate(RotationStyle style)
    {
        _sinceRotation.Restart();
        _timeline.Note(_index, $"{style} before {(_index * _plan.LinesPerFile) + _next}");
        Rotations[style] = Rotations.GetValueOrDefault(style) + 1;
        switch (style)
        {
            case RotationStyle.Rename or RotationStyle.RenameTwice:
                Shift(Live + ".1");
                Reopen();
                if (style == RotationStyle.RenameTwice)
                {
                    Append(_random.Next(1, 20));
                    FinishLine();
                    Shift(Live + ".1");
                    Reopen();
                }

                break;
            case RotationStyle.WriteOn:
                Shift(Live + ".1");
                Append(_random.Next(1, 20));
                FinishLine();
                Reopen();
                break;
            case RotationStyle.Dated:
                var dated = string.Create(CultureInfo.InvariantCulture, $"{Live}-20261121-{_next:D7}");
                File.Move(Live, dated);
                Reopen();
                break;
            case RotationStyle.Copy:
                MakeRoom(Live + ".1");
                File.Copy(Live, Live + ".1");
                _file.SetLength(0);
                _generationStart = _next;
                _stream++;
                break;
            case RotationStyle.Truncate:
                _file.SetLength(0);
                _generationStart = _next;
                _stream++;
                break;
            case RotationStyle.Delete:
                File.Delete(Live);
                Reopen();
                break;
            case RotationStyle.Compress:
                // As logrotate with delaycompress: what is compressed was rotated, and settled, before.
                var old = Live + ".1";
                Shift(old);
                Reopen();
                using (var plain = File.OpenRead(old))
                using (var packed = new System.IO.Compression.GZipStream(File.Create(old + ".gz"), System.IO.Compression.CompressionLevel.Fastest))
                {
                    plain.CopyTo(packed);
                }

                File.Delete(old);
                break;
            case RotationStyle.Next or RotationStyle.Link or RotationStyle.Directory:
                _generation++;
                Reopen();
                break;
        }
    }

    /// <summary>The live file becomes the first rotated one, and each of those the next.</summary>
    private void Shift(string first)
    {
        MakeRoom(first);
        File.Move(Live, first);
    }

    private static void MakeRoom(string first)
    {
        var highest = 1;
        while (File.Exists(Numbered(first, highest)))
        {
            highest++;
        }

        for (var i = highest; i > 1; i--)
        {
            File.Move(Numbered(first, i - 1), Numbered(first, i));
        }
    }

    private static string Numbered(string first, int number) => string.Create(CultureInfo.InvariantCulture, $"{first[..^1]}{number}");

    private void Reopen()
    {
        _file.Dispose();
        _file = Create();
        _generationStart = _next;
        _stream++;
    }

    private FileStream Create()
    {
        var live = Live;
        var directory = Path.GetDirectoryName(live)!;
        if (_index % 10 == 8)
        {
            // Made elsewhere and moved in.
            var elsewhere = Directory.CreateDirectory(Path.Combine(_base + "-made", Path.GetFileName(directory)));
            Directory.CreateDirectory(_base);
            File.Create(Path.Combine(elsewhere.FullName, "app.log")).Dispose();
            elsewhere.MoveTo(directory);
        }

        Directory.CreateDirectory(directory);
        var file = new FileStream(live, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (_index % 10 == 7)
        {
            var link = Path.Combine(_base, string.Create(CultureInfo.InvariantCulture, $"app{_index}.log"));
            File.Delete(link + ".new");
            File.CreateSymbolicLink(link + ".new", live);
            File.Move(link + ".new", link, overwrite: true);
        }

        return file;
    }
}
