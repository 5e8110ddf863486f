using System.Globalization;
using System.Text;

namespace Exporters.Testing.Exposition;

/// <summary>
/// Reads a metrics page strictly by the two formats' descriptions, independent of the writer: throws <see cref="FormatException"/>
/// on anything that either format forbids (a family in two blocks, a repeated series, a sample outside its family, a missing
/// newline at the end, OpenMetrics without its end mark or with a blank line).
/// </summary>
public static class ExpositionParser
{
    /// <summary>Reads a page.</summary>
    public static IReadOnlyDictionary<string, ParsedFamily> Parse(string page, bool openMetrics = false)
    {
        if (!page.EndsWith('\n'))
        {
            throw new FormatException("the page does not end in a newline");
        }

        var lines = page[..^1].Split('\n');
        if (openMetrics)
        {
            if (lines[^1] != "# EOF")
            {
                throw new FormatException("no # EOF at the end");
            }

            lines = lines[..^1];
        }

        var families = new Dictionary<string, ParsedFamily>(StringComparer.Ordinal);
        var series = new HashSet<string>(StringComparer.Ordinal);
        ParsedFamily? current = null;
        string? help = null;
        foreach (var line in lines)
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                help = line;
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                current = new ParsedFamily(parts[2], parts[3], Help(help, parts[2]));
                if (parts.Length != 4 || !families.TryAdd(current.Name, current))
                {
                    throw new FormatException($"second block of a family, or too many words: {line}");
                }
            }
            else if (line.Length == 0 || line[0] == '#')
            {
                throw new FormatException($"neither header nor sample: \"{line}\"");
            }
            else
            {
                var sample = Sample(line);
                if (current is null || !Belongs(sample.Name, current, openMetrics))
                {
                    throw new FormatException($"sample outside its family {current?.Name}: {line}");
                }

                if (!series.Add(sample.Series))
                {
                    throw new FormatException($"series repeated: {line}");
                }

                current.Samples.Add(sample);
            }
        }

        return families;
    }

    private static string Help(string? line, string name) =>
        line is not null && line.StartsWith($"# HELP {name} ", StringComparison.Ordinal)
            ? line[$"# HELP {name} ".Length..]
            : throw new FormatException($"no HELP before TYPE of {name}");

    private static bool Belongs(string sample, ParsedFamily family, bool openMetrics) => family.Type switch
    {
        "histogram" => sample.StartsWith(family.Name, StringComparison.Ordinal) && sample[family.Name.Length..] is "_bucket" or "_sum" or "_count",
        "summary" => sample.StartsWith(family.Name, StringComparison.Ordinal) && sample[family.Name.Length..] is "" or "_sum" or "_count",
        "counter" when openMetrics => sample == family.Name + "_total",
        "info" => sample == family.Name + "_info",
        _ => sample == family.Name,
    };

    private static ParsedSample Sample(string line)
    {
        var at = 0;
        while (at < line.Length && line[at] is not ('{' or ' '))
        {
            at++;
        }

        var name = line[..at];
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (line[at] == '{')
        {
            at = Labels(line, at + 1, labels);
        }

        if (line[at] != ' ')
        {
            throw new FormatException($"no blank before the value: {line}");
        }

        var value = line[(at + 1)..] switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            var text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        return new ParsedSample(name, labels, value);
    }

    private static int Labels(string line, int at, Dictionary<string, string> labels)
    {
        while (true)
        {
            var equals = line.IndexOf('=', at);
            var name = line[at..equals];
            if (line[equals + 1] != '"')
            {
                throw new FormatException($"label value without quote: {line}");
            }

            var value = new StringBuilder();
            for (at = equals + 2; line[at] != '"'; at++)
            {
                value.Append(line[at] != '\\' ? line[at] : line[++at] switch
                {
                    'n' => '\n',
                    '\\' => '\\',
                    '"' => '"',
                    var other => throw new FormatException($"unknown escape \\{other}: {line}"),
                });
            }

            if (!labels.TryAdd(name, value.ToString()))
            {
                throw new FormatException($"label {name} twice: {line}");
            }

            switch (line[++at])
            {
                case '}':
                    return at + 1;
                case ',':
                    at++;
                    break;
                default:
                    throw new FormatException($"neither comma nor brace after a label: {line}");
            }
        }
    }
}
