using Exporters.Logs.Records;

namespace Exporters.Logs.Tailing;

/// <summary>How files are found and held.</summary>
/// <param name="DiscoveryInterval">How often the patterns are matched and idle files looked at; changes that inotify tells are seen sooner.</param>
/// <param name="MaxOpenFiles">Files held open at most, beside those that lost their name.</param>
/// <param name="StartAtEnd">Whether files that exist at the very first start are read from their end.</param>
/// <param name="Times">How long a file may be silent.</param>
internal sealed record FollowOptions(TimeSpan DiscoveryInterval, int MaxOpenFiles, bool StartAtEnd, TailTimes Times)
{
    /// <summary>How far one file may be read ahead of another that the receiver sees as the same stream.</summary>
    public TimeSpan ReadsAhead { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What the receiver tells streams apart by.</summary>
    public LokiLabels Labels { get; init; } = LokiLabels.Default;

    /// <summary>Whether to ask the kernel for changes in directories. Without them, as on network file systems, only looking tells.</summary>
    public bool UsesEvents { get; init; } = true;

    public FollowOptions()
        : this(TimeSpan.FromSeconds(5), 2000, StartAtEnd: false, new TailTimes())
    {
    }
}
