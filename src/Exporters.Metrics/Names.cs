namespace Exporters.Metrics;

/// <summary>What Prometheus accepts as a name: <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c> for metrics, the same without colon for labels.</summary>
public static class Names
{
    /// <summary>Whether <paramref name="name"/> may name a metric.</summary>
    public static bool IsMetricName(ReadOnlySpan<char> name) => IsName(name, colon: true);

    /// <summary>Whether <paramref name="name"/> may name a label.</summary>
    public static bool IsLabelName(ReadOnlySpan<char> name) => IsName(name, colon: false);

    private static bool IsName(ReadOnlySpan<char> name, bool colon)
    {
        if (name.IsEmpty || char.IsAsciiDigit(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && !(colon && c == ':'))
            {
                return false;
            }
        }

        return true;
    }
}
