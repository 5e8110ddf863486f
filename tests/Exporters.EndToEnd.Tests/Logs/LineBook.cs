using Exporters.LogSink;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What the receiver saw of each numbered line: how often it took it, whether it was the same each time, and whether it refused it.</summary>
internal sealed class LineBook(KillPlan plan, Timeline timeline)
{
    private readonly Lock _gate = new();
    private readonly byte[] _taken = new byte[plan.Lines];
    private readonly bool[] _refused = new bool[plan.Lines];
    private readonly string?[] _hashes = new string?[plan.Lines];
    private readonly int[] _newest = [.. Enumerable.Repeat(-1, KillPlan.Files)];
    private readonly int[] _known = new int[KillPlan.Files];
    private readonly int[] _streams = new int[plan.Lines];
    private readonly Dictionary<(int File, int Stream), int> _newestOfStream = [];
    private readonly List<(int Id, int After)> _disordered = [];
    private readonly List<int> _changed = [];
    private readonly List<(int Id, int After)> _late = [];
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _duplicates;
    private int _knownTotal;
    private int _lost;

    /// <summary>Lines taken or refused, each once.</summary>
    public int Known => Volatile.Read(ref _knownTotal);

    /// <summary>Records taken more than once, each time beyond the first.</summary>
    public int Duplicates => Volatile.Read(ref _duplicates);

    /// <summary>Answers that were cut off after the request was taken: each repeats its batch too.</summary>
    public int LostAnswers => Volatile.Read(ref _lost);

    /// <summary>Lines that were not the same the second time.</summary>
    public IReadOnlyList<int> Changed => _changed;

    /// <summary>Lines that came for the first time after a later one of the same file.</summary>
    public IReadOnlyList<(int Id, int After)> Late => _late;

    /// <summary>Lines that came for the first time after a later one of the same content of a file, in one life of the process.</summary>
    public IReadOnlyList<(int Id, int After)> Disordered => _disordered;

    public int Taken => _taken.Count(n => n > 0);

    /// <summary>Lines refused at least once for themselves alone, or thrown away with the whole request.</summary>
    public IEnumerable<int> Refused => Enumerable.Range(0, plan.Lines).Where(id => _refused[id]);

    public IEnumerable<int> Missing => Enumerable.Range(0, plan.Lines).Where(id => _taken[id] == 0 && !_refused[id]);

    /// <summary>Lines of one file that were taken or refused.</summary>
    public int KnownOf(int file) => Volatile.Read(ref _known[file]);

    public bool IsKnown(int id) => _taken[id] > 0 || _refused[id];

    /// <summary>Notes in which of its log's files, counted from its first, a line is written.</summary>
    public void Wrote(int id, int stream) => Volatile.Write(ref _streams[id], stream);

    /// <summary>The process is another one from now on.</summary>
    public void BeginLife()
    {
        lock (_gate)
        {
            _newestOfStream.Clear();
        }
    }

    public void Note(Answer answer, IReadOnlyList<SinkRecord> records)
    {
        lock (_gate)
        {
            _lost += answer.Word == "lost" ? 1 : 0;
            var before = _duplicates;
            for (var i = 0; i < records.Count; i++)
            {
                var isTaken = answer.IsKept && !(answer.Word == "partial" && i == records.Count - 1);
                var isRefused = answer.Status == 260 || (answer.Status is 400 or 413 && records.Count == 1) || (answer.IsKept && !isTaken);
                if (isTaken || isRefused)
                {
                    Note(records[i], isTaken);
                }
            }

            timeline.Note(null, $"{answer}: {records.Count} records, {_duplicates - before} of them again: {Extents(records)}");
        }

        Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Waits until the condition holds; it is looked at after every request and every now and then. Fails when no new line came for so long.</summary>
    public async Task UntilAsync(Func<bool> condition, TimeSpan patience, Func<string> what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var known = Known; !condition();)
        {
            if (known != Known)
            {
                known = Known;
                clock.Restart();
            }

            Assert.That(clock.Elapsed, Is.LessThan(patience), what);
            await Task.WhenAny(_moved.Task, Task.Delay(20));
        }
    }

    private void Note(SinkRecord record, bool isTaken)
    {
        var first = true;
        foreach (var id in Ids(record.Body))
        {
            var file = id / plan.LinesPerFile;
            if (!IsKnown(id))
            {
                _known[file]++;
                _knownTotal++;
                if (id < _newest[file] && file % 10 is not (6 or 8))
                {
                    _late.Add((id, _newest[file]));
                }

                _newest[file] = Math.Max(id, _newest[file]);
                var stream = (file, Volatile.Read(ref _streams[id]));
                var newest = _newestOfStream.GetValueOrDefault(stream, -1);
                if (id < newest)
                {
                    _disordered.Add((id, newest));
                }

                _newestOfStream[stream] = Math.Max(id, newest);
            }

            var hash = string.Concat(record.Hash.AsSpan(0, 16), first ? "a" : "b");
            if ((_hashes[id] ??= hash) != hash)
            {
                _changed.Add(id);
            }

            if (isTaken)
            {
                _duplicates += first && _taken[id] > 0 ? 1 : 0;
                _taken[id] = (byte)Math.Min(_taken[id] + 1, byte.MaxValue);
            }
            else
            {
                _refused[id] = true;
            }

            first = false;
        }

        Assert.That(first, Is.False, () => $"a record without a number: {record.Body[..Math.Min(200, record.Body.Length)]}");
    }

    private string Extents(IReadOnlyList<SinkRecord> records) =>
        string.Join(' ', records.SelectMany(record => Ids(record.Body)).GroupBy(id => id / plan.LinesPerFile).Select(g => $"{g.Min()}-{g.Max()}"));

    private static IEnumerable<int> Ids(string body)
    {
        for (var at = body.IndexOf('#'); at >= 0; at = body.IndexOf('#', at + 1))
        {
            var end = body.IndexOf(';', at);
            if (end > at && int.TryParse(body.AsSpan(at + 1, end - at - 1), System.Globalization.CultureInfo.InvariantCulture, out var id))
            {
                yield return id;
            }
        }
    }
}
