namespace Exporters.Metrics;

/// <summary>
/// Yields families at each scrape. It reads kernel files and memory only; what may wait on someone else runs on its own timer
/// and leaves a snapshot here. A collector is never entered twice at once.
/// </summary>
public interface ICollector
{
    /// <summary>Short name for <c>collect[]</c> and for the <c>collector</c> label.</summary>
    string Name { get; }

    /// <summary>Every family that <see cref="Collect"/> may write, for the documentation and its test.</summary>
    IReadOnlyList<Family> Families { get; }

    /// <summary>Writes the samples of this moment.</summary>
    /// <exception cref="CollectorUnavailableException">There is nothing to read here, or it must not be read.</exception>
    /// <exception cref="FormatException">The text is not what the reader knows.</exception>
    void Collect(FamilyWriter writer);
}
