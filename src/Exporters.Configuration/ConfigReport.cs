using Exporters.Configuration.Patterns;

namespace Exporters.Configuration;

/// <summary>Collects every problem of a configuration, so that one run shows all of them.</summary>
public sealed class ConfigReport
{
    private readonly List<Problem> _problems = [];
    private readonly List<Pattern> _patterns = [];

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => _problems.Count == 0;

    /// <summary>The regular expressions of the configuration, for the count of matches that took too long.</summary>
    public IReadOnlyList<Pattern> Patterns => _patterns;

    /// <summary>Notes a problem.</summary>
    public void Add(Problem problem) => _problems.Add(problem);

    /// <summary>Notes a regular expression that was read.</summary>
    public void Add(Pattern pattern) => _patterns.Add(pattern);
}
