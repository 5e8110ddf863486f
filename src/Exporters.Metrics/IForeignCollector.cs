namespace Exporters.Metrics;

/// <summary>
/// A collector of families that others name (scripts, log rules). Where such a name belongs to a collector of this program, the
/// page leaves the family out.
/// </summary>
public interface IForeignCollector : ICollector
{
    /// <summary>
    /// Some of what <see cref="ICollector.Collect"/> wrote in this scrape is not on the page; which and why is in the log. Called
    /// outside the collector's turn: it may write what says so, and must not touch the collector's own state.
    /// </summary>
    void OnFamiliesRefused(FamilyWriter writer);
}
