namespace Exporters.Configuration;

/// <summary>Collects every problem of a configuration, so that one run shows all of them.</summary>
public sealed class ConfigReport
{
    private readonly List<Problem> _problems = [];

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsValid => _problems.Count == 0;

    /// <summary>Notes a problem.</summary>
    public void Add(Problem problem) => _problems.Add(problem);
}
