using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// A collector of what most machines do not have. While its directory or file is absent it is looked for every half minute, and a
/// scrape between opens nothing, throws nothing and makes nothing.
/// </summary>
/// <param name="inner">The collector.</param>
/// <param name="path">The file or directory without which it has nothing to show.</param>
/// <param name="absentIsSuccess">Whether <c>node_scrape_collector_success</c> is 1 without it, as it is in node_exporter for some.</param>
/// <param name="time">The clock.</param>
internal sealed class OptionalCollector(ICollector inner, string path, bool absentIsSuccess, TimeProvider time) : ICollector
{
    /// <summary>The time between two looks while it is absent.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly string _message = $"{path}: no such file";
    private long _looked;
    private bool _absent;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families => inner.Families;

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer)
    {
        if (!_absent || time.GetElapsedTime(_looked) >= Interval)
        {
            _absent = !Path.Exists(path);
            _looked = time.GetTimestamp();
        }

        if (!_absent)
        {
            inner.Collect(writer);
        }
        else if (!absentIsSuccess)
        {
            writer.Absent(_message);
        }
    }
}
