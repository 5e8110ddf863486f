using System.Globalization;
using System.Text;

namespace Exporters.Configuration;

/// <summary>Durations as Prometheus and Go write them: <c>1h30m</c>, <c>1m30s</c>, <c>500ms</c>, <c>1.5s</c>, <c>0</c>.</summary>
public static class Durations
{
    private static readonly (string Unit, double Seconds)[] Units =
    [
        ("ms", 0.001), ("us", 0.000001), ("µs", 0.000001), ("ns", 0.000000001),
        ("s", 1), ("m", 60), ("h", 3600), ("d", 86400), ("w", 604800), ("y", 31536000),
    ];

    /// <summary>Reads a duration; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (text is "0")
        {
            return true;
        }

        var total = 0.0;
        var rest = text;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            if (!TryUnit(letters < 0 ? rest : rest[..letters], out var seconds))
            {
                return false;
            }

            total += number * seconds;
            rest = letters < 0 ? [] : rest[letters..];
        }

        if (text.IsEmpty || total > TimeSpan.MaxValue.TotalSeconds / 2)
        {
            return false;
        }

        value = TimeSpan.FromTicks((long)Math.Round(total * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>The shortest such text, to milliseconds.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        var text = new StringBuilder();
        var rest = (long)value.TotalMilliseconds;
        foreach (var (unit, size) in new[] { ("d", 86_400_000L), ("h", 3_600_000L), ("m", 60_000L), ("s", 1000L), ("ms", 1L) })
        {
            if (rest / size > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / size}{unit}");
                rest %= size;
            }
        }

        return text.ToString();
    }

    private static bool TryUnit(ReadOnlySpan<char> name, out double seconds)
    {
        foreach (var (unit, size) in Units)
        {
            if (name.SequenceEqual(unit))
            {
                seconds = size;
                return true;
            }
        }

        seconds = 0;
        return false;
    }
}
