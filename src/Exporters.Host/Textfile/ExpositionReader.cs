using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Textfile;

/// <summary>
/// Reads the Prometheus text format 0.0.4 as scripts write it. Strict: a file in which one line is wrong is refused as a whole,
/// since it may be half written; the message names the line. Client timestamps are refused too: Prometheus would take the
/// samples for stale ones.
/// </summary>
internal sealed class ExpositionReader
{
    private readonly string _path;
    private readonly Dictionary<string, ExpositionFamily> _families = new(StringComparer.Ordinal);
    private readonly List<ExpositionFamily> _order = [];
    private int _lineNumber;

    private ExpositionReader(string path) => _path = path;

    /// <summary>The families in the order of the file; those without samples are left out.</summary>
    /// <exception cref="ProcFormatException">A line is not of the format, or carries a timestamp.</exception>
    public static IReadOnlyList<ExpositionFamily> Read(ReadOnlySpan<byte> text, string path)
    {
        var reader = new ExpositionReader(path);
        RefuseByteOrderMark(text, path);
        while (!text.IsEmpty)
        {
            reader._lineNumber++;
            var end = text.IndexOf((byte)'\n');
            if (end < 0)
            {
                throw reader.Wrong(text, "a newline at the end of the file; it may be half written");
            }

            if (end > 0 && text[end - 1] == '\r')
            {
                throw reader.Wrong(text[..end], "a line that ends in \\n alone, not in \\r\\n as on Windows; dos2unix converts the file");
            }

            reader.ReadLine(text[..end]);
            text = text[(end + 1)..];
        }

        reader._order.RemoveAll(family => family.Samples.Count == 0);
        return reader._order;
    }

    private static void RefuseByteOrderMark(ReadOnlySpan<byte> text, string path)
    {
        if (text.StartsWith(Encoding.UTF8.Preamble))
        {
            throw new ProcFormatException(path, 1, text[..3], "text without a byte order mark before it; save the file as UTF-8 without BOM");
        }

        if (text.StartsWith(Encoding.Unicode.Preamble) || text.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            throw new ProcFormatException(path, 1, default, "text in UTF-8; this file is in UTF-16");
        }
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        var rest = line.TrimStart(" \t"u8);
        if (rest.IsEmpty)
        {
            return;
        }

        if (rest[0] == '#')
        {
            ReadComment(rest[1..].TrimStart(" \t"u8));
        }
        else
        {
            ReadSample(rest);
        }
    }

    private void ReadComment(ReadOnlySpan<byte> rest)
    {
        var keyword = Word(ref rest);
        var isHelp = keyword.SequenceEqual("HELP"u8);
        if (rest.IsEmpty || (!isHelp && !keyword.SequenceEqual("TYPE"u8)))
        {
            return;
        }

        var name = Encoding.UTF8.GetString(Word(ref rest));
        if (!Names.IsMetricName(name))
        {
            throw Wrong(Encoding.UTF8.GetBytes(name), "a metric name after HELP or TYPE");
        }

        if (rest.IsEmpty)
        {
            return;
        }

        var family = Family(name, out _);
        if (isHelp)
        {
            family.Help = family.Help is null ? Unescape(rest, quoted: false) : throw Wrong(rest, $"one HELP line for {name}, not two");
            return;
        }

        if (family.Type is not null)
        {
            throw Wrong(rest, $"one TYPE line for {name}, before its samples");
        }

        family.Type = Encoding.UTF8.GetString(rest).ToLowerInvariant() switch
        {
            "counter" => MetricType.Counter,
            "gauge" => MetricType.Gauge,
            "histogram" => MetricType.Histogram,
            "summary" => MetricType.Summary,
            "untyped" => MetricType.Untyped,
            _ => throw Wrong(rest, "counter, gauge, histogram, summary or untyped"),
        };
    }

    private void ReadSample(ReadOnlySpan<byte> rest)
    {
        var whole = rest;
        var end = rest.IndexOfAny("{ \t"u8);
        var name = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        if (!Names.IsMetricName(name))
        {
            throw Wrong(whole, "a metric name");
        }

        rest = end < 0 ? default : rest[end..].TrimStart(" \t"u8);
        var labels = new List<KeyValuePair<string, string>>();
        if (!rest.IsEmpty && rest[0] == '{')
        {
            rest = rest[1..];
            ReadLabels(ref rest, labels);
        }

        rest = rest.Trim(" \t"u8);
        var number = Word(ref rest);
        var value = Number(number);
        if (!rest.IsEmpty)
        {
            throw Utf8Parser.TryParse(rest, out long _, out var used) && used == rest.Length
                ? Wrong(rest, "no timestamp: Prometheus would take the sample for a stale one")
                : Wrong(rest, "the end of the line after the value");
        }

        var family = Family(name, out var suffix);
        family.Type ??= MetricType.Untyped;
        family.Samples.Add(Sample(family, suffix, labels, value, whole));
    }

    private ExpositionSample Sample(ExpositionFamily family, string suffix, List<KeyValuePair<string, string>> labels, double value, ReadOnlySpan<byte> line)
    {
        SamplePart? part = (family.Type, suffix) switch
        {
            (MetricType.Histogram, "_bucket") => SamplePart.Bucket,
            (MetricType.Histogram or MetricType.Summary, "_sum") => SamplePart.Sum,
            (MetricType.Histogram or MetricType.Summary, "_count") => SamplePart.Count,
            (MetricType.Summary, _) => SamplePart.Quantile,
            (MetricType.Histogram, _) => throw Wrong(line, $"{family.Name}_bucket, {family.Name}_sum or {family.Name}_count of a histogram"),
            _ => null,
        };
        var bound = 0.0;
        if (part is SamplePart.Bucket or SamplePart.Quantile)
        {
            var key = part == SamplePart.Bucket ? "le" : "quantile";
            var index = labels.FindIndex(label => label.Key == key);
            bound = index < 0 ? throw Wrong(line, $"the label {key}") : Number(Encoding.UTF8.GetBytes(labels[index].Value));
            labels.RemoveAt(index);
        }

        labels.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return new ExpositionSample([.. labels], part, bound, value);
    }

    /// <summary>The family that a name belongs to: its own, or the histogram or summary that it is a part of.</summary>
    private ExpositionFamily Family(string name, out string suffix)
    {
        suffix = "";
        if (_families.TryGetValue(name, out var family))
        {
            return family;
        }

        foreach (var part in (string[])["_bucket", "_count", "_sum"])
        {
            if (name.EndsWith(part, StringComparison.Ordinal) && _families.TryGetValue(name[..^part.Length], out family)
                && (family.Type == MetricType.Histogram || (family.Type == MetricType.Summary && part != "_bucket")))
            {
                suffix = part;
                return family;
            }
        }

        _families.Add(name, family = new ExpositionFamily(name));
        _order.Add(family);
        return family;
    }

    private void ReadLabels(ref ReadOnlySpan<byte> rest, List<KeyValuePair<string, string>> labels)
    {
        while (true)
        {
            rest = rest.TrimStart(" \t"u8);
            if (rest.IsEmpty)
            {
                throw Wrong(rest, "a closing brace");
            }

            if (rest[0] == '}')
            {
                rest = rest[1..];
                return;
            }

            var equals = rest.IndexOf((byte)'=');
            var name = equals < 0 ? "" : Encoding.UTF8.GetString(rest[..equals].TrimEnd(" \t"u8));
            if (!Names.IsLabelName(name) || name == "__name__")
            {
                throw Wrong(rest, "a label as name=\"value\"");
            }

            rest = rest[(equals + 1)..].TrimStart(" \t"u8);
            var close = rest.IsEmpty || rest[0] != '"' ? -1 : ClosingQuote(rest);
            if (close < 0)
            {
                throw Wrong(rest, $"the value of label {name} in double quotes");
            }

            var value = Unescape(rest[1..close], quoted: true);
            if (labels.Exists(label => label.Key == name))
            {
                throw Wrong(rest, $"label {name} once");
            }

            labels.Add(new KeyValuePair<string, string>(name, value));
            rest = rest[(close + 1)..].TrimStart(" \t"u8);
            if (!rest.IsEmpty && rest[0] == ',')
            {
                rest = rest[1..];
            }
            else if (rest.IsEmpty || rest[0] != '}')
            {
                throw Wrong(rest, "a comma or a closing brace after a label");
            }
        }
    }

    private static int ClosingQuote(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    private string Unescape(ReadOnlySpan<byte> text, bool quoted)
    {
        if (quoted && !Utf8.IsValid(text))
        {
            throw Wrong(text, "UTF-8");
        }

        var decoded = Encoding.UTF8.GetString(text);
        if (!decoded.Contains('\\', StringComparison.Ordinal))
        {
            return decoded;
        }

        var result = new StringBuilder(decoded.Length);
        for (var i = 0; i < decoded.Length; i++)
        {
            if (decoded[i] != '\\')
            {
                result.Append(decoded[i]);
                continue;
            }

            i++;
            result.Append(i < decoded.Length ? decoded[i] switch
            {
                '\\' => '\\',
                'n' => '\n',
                '"' when quoted => '"',
                _ => throw Wrong(text, "no escapes but \\\\, \\n and, in quotes, \\\""),
            } : throw Wrong(text, "a character after the backslash"));
        }

        return result.ToString();
    }

    private double Number(ReadOnlySpan<byte> text)
    {
        var digits = !text.IsEmpty && (text[0] == '+' || text[0] == '-') ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(digits, "inf"u8) || Ascii.EqualsIgnoreCase(digits, "infinity"u8))
        {
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        if (Ascii.EqualsIgnoreCase(text, "nan"u8))
        {
            return double.NaN;
        }

        return !digits.IsEmpty && (char.IsAsciiDigit((char)digits[0]) || digits[0] == '.')
            && Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length && double.IsFinite(value)
            ? value
            : throw Wrong(text, "a number");
    }

    private ProcFormatException Wrong(ReadOnlySpan<byte> text, string expected) => new(_path, _lineNumber, text, expected);

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[end..].TrimStart(" \t"u8);
        return word;
    }
}
