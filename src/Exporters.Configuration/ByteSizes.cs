using System.Globalization;

namespace Exporters.Configuration;

/// <summary>Sizes in bytes: <c>64KiB</c>, <c>1MiB</c>, <c>2GiB</c> (1024), <c>1kB</c>, <c>1MB</c> (1000), <c>1k</c>, <c>1m</c>, <c>1g</c> (1024).</summary>
public static class ByteSizes
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("kB", 1000), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("k", 1L << 10), ("K", 1L << 10), ("m", 1L << 20), ("M", 1L << 20), ("g", 1L << 30), ("G", 1L << 30), ("B", 1), ("", 1),
    ];

    /// <summary>Reads a size; false when it is none.</summary>
    public static bool TryParse(string text, out long value)
    {
        value = 0;
        foreach (var (unit, bytes) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * bytes <= long.MaxValue / 2.0)
            {
                value = (long)(number * bytes);
                return true;
            }
        }

        return false;
    }

    /// <summary>The size in the largest binary unit that divides it.</summary>
    public static string Format(long value)
    {
        foreach (var (unit, bytes) in new[] { ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10) })
        {
            if (value >= bytes && value % bytes == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value / bytes}{unit}");
            }
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }
}
