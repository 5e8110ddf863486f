using System.Threading.Channels;

namespace Exporters.Docker.Feed;

/// <summary>Reads the event stream ahead of the feed, so that the feed can wait for an event or for its next round.</summary>
internal sealed class EventPump : IAsyncDisposable
{
    private const int Capacity = 4096;

    private readonly Channel<DockerEvent> _events = Channel.CreateBounded<DockerEvent>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _end = new();
    private readonly DockerEventReader _reader;
    private readonly Task _reading;

    public EventPump(DockerEventReader reader)
    {
        _reader = reader;
        _reading = ReadAsync();
    }

    public bool TryRead(out DockerEvent happened) => _events.Reader.TryRead(out happened!);

    /// <summary>Waits for an event.</summary>
    /// <exception cref="DockerException">The stream has ended.</exception>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        if (!await _events.Reader.WaitToReadAsync(cancellation))
        {
            throw new DockerException(DockerFailure.Unreachable, "the daemon has closed the event stream");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _reader.Dispose();
        await _reading;
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _reader.NextAsync(_end.Token) is { } happened)
            {
                await _events.Writer.WriteAsync(happened, _end.Token);
            }

            _events.Writer.Complete();
        }
        catch (Exception e) when (e is DockerException or OperationCanceledException or ObjectDisposedException)
        {
            _events.Writer.Complete(e is DockerException ? e : null);
        }
    }
}
