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

    private readonly string _pathMessage = $"{path}: no such file";
    private long? _looked;
    private bool _present;
    private string? _message;

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families => inner.Families;

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer)
    {
        if (_present ? TryCollect(writer) : IsDue && Path.Exists(path) && TryCollect(writer))
        {
            return;
        }

        if (_message is not null)
        {
            writer.Absent(_message);
        }
    }

    /// <summary>Whether it is time to look again; if so, the next time is half a minute away.</summary>
    private bool IsDue
    {
        get
        {
            if (_looked is { } looked && time.GetElapsedTime(looked) < Interval)
            {
                return false;
            }

            _looked = time.GetTimestamp();
            _message = absentIsSuccess ? null : _pathMessage;
            return true;
        }
    }

    /// <summary>A directory may be there with nothing in it: then the collector says so, and is not asked again for a while either.</summary>
    private bool TryCollect(FamilyWriter writer)
    {
        try
        {
            inner.Collect(writer);
            _present = true;
        }
        catch (CollectorUnavailableException e) when (e.Reason == UnavailableReason.Absent)
        {
            (_present, _message, _looked) = (false, e.Message, time.GetTimestamp());
        }

        return _present;
    }
}
