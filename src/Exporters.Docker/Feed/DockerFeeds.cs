namespace Exporters.Docker.Feed;

/// <summary>The feeds of a process: one for each daemon, whoever asks for it. May be used by several callers at once.</summary>
public sealed class DockerFeeds(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DockerFeed> _feeds = new(StringComparer.Ordinal);

    /// <summary>The feed of a daemon; it lives as long as this does.</summary>
    public DockerFeed Of(DockerEndpoint endpoint)
    {
        lock (_lock)
        {
            if (!_feeds.TryGetValue(endpoint.Identity, out var feed))
            {
                _feeds.Add(endpoint.Identity, feed = new DockerFeed(new DockerClient(endpoint, time: time), time));
            }

            return feed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var feed in _feeds.Values)
            {
                feed.Dispose();
            }

            _feeds.Clear();
        }
    }
}
