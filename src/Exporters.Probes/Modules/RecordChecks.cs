using Exporters.Configuration.Patterns;

namespace Exporters.Probes.Modules;

/// <summary>Checks of one section of a DNS answer; each record is compared as its zone-file line, fields separated by tabs.</summary>
internal sealed record RecordChecks
{
    /// <summary>No check.</summary>
    public static readonly RecordChecks None = new();

    /// <summary>Fail when any record matches any of these.</summary>
    public IReadOnlyList<Pattern> FailIfMatches { get; init; } = [];

    /// <summary>Fail when not every record matches all of these: what the peer does under the name <c>fail_if_all_match_regexp</c>.</summary>
    public IReadOnlyList<Pattern> FailIfAllMatch { get; init; } = [];

    /// <summary>Fail when any record does not match all of these, or there is none.</summary>
    public IReadOnlyList<Pattern> FailIfNotMatches { get; init; } = [];

    /// <summary>Fail when no record matches any of these.</summary>
    public IReadOnlyList<Pattern> FailIfNoneMatches { get; init; } = [];

    /// <summary>What is wrong with the records of a section; null when nothing is.</summary>
    /// <param name="section">Its name.</param>
    /// <param name="records">Its records.</param>
    /// <param name="matches">Whether an expression matches a record.</param>
    public string? Examine(string section, IReadOnlyList<string> records, Func<Pattern, string, bool> matches)
    {
        if (records.Count == 0 && (FailIfNotMatches.Count > 0 || FailIfNoneMatches.Count > 0))
        {
            return $"the {section} section is empty, and records are required to match";
        }

        var all = true;
        var any = false;
        foreach (var record in records)
        {
            if (FailIfMatches.FirstOrDefault(pattern => matches(pattern, record)) is { } bad)
            {
                return $"the {section} record \"{record}\" matches \"{bad}\"";
            }

            if (FailIfNotMatches.FirstOrDefault(pattern => !matches(pattern, record)) is { } missed)
            {
                return $"the {section} record \"{record}\" does not match \"{missed}\"";
            }

            all &= FailIfAllMatch.All(pattern => matches(pattern, record));
            any |= FailIfNoneMatches.Any(pattern => matches(pattern, record));
        }

        return FailIfAllMatch.Count > 0 && !all ? $"not all {section} records match fail_if_all_match_regexp, which is what this key demands"
            : FailIfNoneMatches.Count > 0 && !any ? $"no {section} record matches fail_if_none_matches_regexp"
            : null;
    }
}
