namespace Exporters.Metrics;

/// <summary>What a collector left out in one scrape: the first problem of each file, bounded in number.</summary>
internal sealed class UnreadableParts
{
    private const int MaxKept = 16;

    private readonly List<FormatException> _problems = [];

    /// <summary>The first problem of each file, in the order in which they were met.</summary>
    public IReadOnlyList<FormatException> Problems => _problems;

    /// <summary>How many fields or rows were left out, further ones of the same files included.</summary>
    public int Count { get; private set; }

    /// <summary>Takes note of a field or row that was left out.</summary>
    public void Add(FormatException problem)
    {
        Count++;
        if (_problems.Count < MaxKept && !_problems.Exists(known => known.Source == problem.Source))
        {
            _problems.Add(problem);
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        _problems.Clear();
        Count = 0;
    }
}
