namespace Exporters.Docker.Feed;

/// <summary>One listener of a feed, and how far it was told. Only the feed's loop uses it, but for <see cref="Leave"/>.</summary>
internal sealed class Seat(IDockerListener listener)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isGone;

    public TimeSpan Interval => listener.Interval;

    /// <summary>Whether it was told of the connection that there is.</summary>
    public bool IsConnected { get; set; }

    /// <summary>Since when it is told of events; null before its first connection.</summary>
    public long? HeardSince { get; set; }

    /// <summary>The clock's timestamp at the beginning of its last round; null before the first of a connection.</summary>
    public long? RoundStarted { get; set; }

    /// <summary>Ends with the exception that the listener, or the feed itself, threw.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Calls the listener, unless it has left.</summary>
    public void Tell(Action<IDockerListener> call)
    {
        lock (_lock)
        {
            if (_isGone)
            {
                return;
            }

            try
            {
                call(listener);
            }
#pragma warning disable CA1031 // The exception is not lost: it is thrown where the listener listens, and the others go on.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _isGone = true;
                _ended.TrySetException(e);
            }
        }
    }

    /// <summary>Asks the listener what it wants; nothing once it has left.</summary>
    public IReadOnlyCollection<string> Wanted()
    {
        IReadOnlyCollection<string> wanted = [];
        Tell(who => wanted = who.ToInspect());
        return wanted;
    }

    /// <summary>The listener is not called any more once this returns.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _isGone = true;
        }
    }

    /// <summary>The feed itself failed.</summary>
    public void Fail(Exception e)
    {
        Leave();
        _ended.TrySetException(e);
    }
}
