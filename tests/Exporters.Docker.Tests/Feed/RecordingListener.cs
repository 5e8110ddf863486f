using System.Threading.Channels;
using Exporters.Docker.Answers;
using Exporters.Docker.Feed;

namespace Exporters.Docker.Tests.Feed;

/// <summary>Writes down what it is told, and wants to have inspected what is listed and what events tell of.</summary>
internal sealed class RecordingListener(TimeSpan? interval = null) : IDockerListener
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> _wanted = [];

    public TimeSpan Interval => interval ?? Never;

    /// <summary>Throws when it is told of this.</summary>
    public string? FailsAt { get; init; }

    public void Connected(InfoAnswer info, long heardSince) => Tell($"connected {info.CgroupDriver}");

    public void Listed(IReadOnlyList<ContainerSummary> containers)
    {
        _wanted.UnionWith(containers.Select(container => container.Id));
        Tell("listed " + string.Join(' ', containers.Select(container => container.Names![0]).Order(StringComparer.Ordinal)));
    }

    public void Heard(DockerEvent happened)
    {
        _wanted.Add(happened.ContainerId);
        Tell($"heard {happened.Action}");
    }

    public IReadOnlyCollection<string> ToInspect()
    {
        var ids = _wanted.ToArray();
        _wanted.Clear();
        return ids;
    }

    public void Inspected(string id, ContainerDetails? details) => Tell($"inspected {details?.Name ?? "nothing"}");

    public void NotInspected(string id, DockerException failure) => Tell($"not inspected: {failure.Failure}");

    public void Settled(long? roundStarted) => Tell(roundStarted is null ? "settled" : "settled round");

    public void Lost(DockerException failure) => Tell($"lost: {failure.Failure}");

    /// <summary>The next thing that it was told.</summary>
    public async Task<string> NextAsync(CancellationToken cancellation) => await _told.Reader.ReadAsync(cancellation);

    /// <summary>Everything that it was told, up to and with this.</summary>
    public async Task<List<string>> UntilAsync(string last, CancellationToken cancellation)
    {
        var told = new List<string>();
        do
        {
            told.Add(await NextAsync(cancellation));
        }
        while (told[^1] != last);

        return told;
    }

    private void Tell(string what)
    {
        if (what == FailsAt)
        {
            throw new InvalidOperationException($"BUG: {what}");
        }

        _told.Writer.TryWrite(what);
    }
}
