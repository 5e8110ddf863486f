using System.Globalization;

namespace Exporters.Probes.Modules;

/// <summary>HTTP statuses: single ones and ranges.</summary>
internal sealed class StatusSet(IReadOnlyList<(int First, int Last)> ranges)
{
    /// <summary>200 to 299.</summary>
    public static readonly StatusSet Success = new([(200, 299)]);

    /// <summary>Whether the status is in it.</summary>
    public bool Contains(int status)
    {
        foreach (var (first, last) in ranges)
        {
            if (status >= first && status <= last)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads <c>200</c>, <c>200-299</c> or <c>2xx</c>; false when it is none of them.</summary>
    public static bool TryParse(string text, out (int First, int Last) range)
    {
        range = default;
        if (text.Length == 3 && text[0] is >= '1' and <= '5' && text.AsSpan(1).Equals("xx", StringComparison.OrdinalIgnoreCase))
        {
            range = ((text[0] - '0') * 100, ((text[0] - '0') * 100) + 99);
            return true;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var first = dash < 0 ? text : text[..dash];
        var last = dash < 0 ? text : text[(dash + 1)..];
        return TryCode(first, out range.First) && TryCode(last, out range.Last) && range.First <= range.Last;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(", ", ranges.Select(range => range.First == range.Last
            ? string.Create(CultureInfo.InvariantCulture, $"{range.First}")
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}-{range.Last}")));

    private static bool TryCode(string text, out int code) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= 100 and <= 999;
}
