using Exporters.Docker.Answers;
using Exporters.Metrics.Modules;

namespace Exporters.Docker.Feed;

/// <summary>
/// What happens at one daemon, told to all who listen: one client, one event stream, one list a round, one inspection for all who want
/// it. Runs while anybody listens. A daemon that is lost is tried again after 1 s, 2 s, 4 s … 30 s, and at most the shortest interval.
/// </summary>
public sealed class DockerFeed : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _arrival = new(0);
    private readonly Backoff _backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
    private readonly Dictionary<string, List<Seat>> _wanted = new(StringComparer.Ordinal);

    // Replaced whole under the lock, read by the loop.
    private volatile Seat[] _seats = [];
    private CancellationTokenSource? _end;
    private Task _loop = Task.CompletedTask;

    // Of the loop. From when on events are asked for, in nanoseconds since 1970.
    private long? _since;

    /// <summary>A feed that asks nothing until somebody listens.</summary>
    public DockerFeed(DockerClient client, TimeProvider time)
    {
        Client = client;
        _time = time;
    }

    /// <summary>The daemon, for whatever else is to be asked.</summary>
    public DockerClient Client { get; }

    /// <summary>Listens until cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the listener is not called any more.</exception>
    public async Task ListenAsync(IDockerListener listener, CancellationToken cancellation)
    {
        var seat = new Seat(listener);
        Enter(seat);
        try
        {
            await seat.Ended.WaitAsync(cancellation);
        }
        finally
        {
            seat.Leave();
            Leave(seat);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _end?.Cancel();
            _end?.Dispose();
            _end = null;
        }

        Client.Dispose();
        _arrival.Dispose();
    }

    private void Enter(Seat seat)
    {
        lock (_lock)
        {
            _seats = [.. _seats, seat];
            if (_end is null)
            {
                _end = new CancellationTokenSource();
                var (before, end) = (_loop, _end.Token);
                _loop = Task.Run(() => RunAsync(before, end), CancellationToken.None);
            }
            else
            {
                _arrival.Release();
            }
        }
    }

    private void Leave(Seat seat)
    {
        lock (_lock)
        {
            _seats = [.. _seats.Where(other => other != seat)];
            if (_seats.Length == 0)
            {
                _end?.Cancel();
                _end?.Dispose();
                _end = null;
            }
        }
    }

    /// <param name="before">The loop for those who listened before; two never run at once.</param>
    /// <param name="end">Cancelled when nobody listens any more.</param>
    private async Task RunAsync(Task before, CancellationToken end)
    {
        await before;
        try
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    await WatchAsync(end);
                }
                catch (DockerException e)
                {
                    Lose(e);
                    var wait = _backoff.Next();
                    await WaitAsync(wait < Shortest() ? wait : Shortest(), end);
                }
            }
        }
#pragma warning disable CA1031 // The exception is not lost: it is thrown where each listener listens.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var seat in end.IsCancellationRequested ? [] : _seats)
            {
                seat.Fail(e);
            }
        }
    }

    /// <summary>Watches until the daemon is lost.</summary>
    private async Task WatchAsync(CancellationToken end)
    {
        await Client.ConnectAsync(end);
        var info = await Client.InfoAsync(end);
        _since ??= Now();

        // The stream is opened before the list is read, so that nothing happens unseen between them.
        await using var events = new EventPump(await Client.OpenEventsAsync(_since, end));
        var heard = events.WaitAsync(end);
        while (true)
        {
            Greet(info);

            // Events wait for the first round of who is new: a list has to come before what happens after it.
            if (heard.IsCompleted && !Array.Exists(_seats, seat => seat is { IsConnected: true, RoundStarted: null }))
            {
                await heard;
                await TellEventsAsync(events, end);
                heard = events.WaitAsync(end);
            }

            if (Due() is { Count: > 0 } due)
            {
                await RoundAsync(due, end);
                _backoff.Reset();
            }

            await WaitAsync(UntilDue(), end, heard);
        }
    }

    /// <summary>Tells those of the connection who do not know of it.</summary>
    private void Greet(InfoAnswer info)
    {
        foreach (var seat in _seats)
        {
            if (!seat.IsConnected)
            {
                seat.IsConnected = true;
                seat.RoundStarted = null;
                var since = seat.HeardSince ??= Now();
                seat.Tell(listener => listener.Connected(info, since));
            }
        }
    }

    private async Task TellEventsAsync(EventPump events, CancellationToken end)
    {
        var seats = Array.FindAll(_seats, seat => seat.IsConnected);
        while (events.TryRead(out var happened))
        {
            _since = Math.Max(_since ?? 0, happened.TimeNanoseconds + 1);
            foreach (var seat in seats)
            {
                seat.Tell(listener => listener.Heard(happened));
            }
        }

        await InspectAsync(seats, end);
        foreach (var seat in seats)
        {
            seat.Tell(listener => listener.Settled(roundStarted: null));
        }
    }

    private async Task RoundAsync(List<Seat> seats, CancellationToken end)
    {
        var started = _time.GetTimestamp();
        var list = await Client.ListAsync(sizes: false, end);
        foreach (var seat in seats)
        {
            seat.RoundStarted = started;
            seat.Tell(listener => listener.Listed(list));
        }

        await InspectAsync(seats, end);
        foreach (var seat in seats)
        {
            seat.Tell(listener => listener.Settled(started));
        }
    }

    /// <summary>Inspects each container once that any of them wants.</summary>
    private async Task InspectAsync(IReadOnlyList<Seat> seats, CancellationToken end)
    {
        _wanted.Clear();
        foreach (var seat in seats)
        {
            foreach (var id in seat.Wanted())
            {
                if (!_wanted.TryGetValue(id, out var who))
                {
                    _wanted.Add(id, who = []);
                }

                who.Add(seat);
            }
        }

        foreach (var (id, who) in _wanted)
        {
            ContainerDetails? details = null;
            DockerException? failure = null;
            try
            {
                details = await Client.InspectAsync(id, end);
            }
            catch (DockerException e) when (e.Failure is DockerFailure.Format or DockerFailure.Server)
            {
                failure = e; // of this container alone
            }

            foreach (var seat in who)
            {
                seat.Tell(listener =>
                {
                    if (failure is null)
                    {
                        listener.Inspected(id, details);
                    }
                    else
                    {
                        listener.NotInspected(id, failure);
                    }
                });
            }
        }
    }

    private void Lose(DockerException failure)
    {
        // A line that cannot be read would be told again: go on behind it, inspection shows what it said.
        _since = failure.Failure == DockerFailure.Format ? Now() : _since;
        foreach (var seat in _seats)
        {
            seat.IsConnected = false;
            seat.Tell(listener => listener.Lost(failure));
        }
    }

    /// <summary>Whose round is due, and whose is nearly so when there is one anyway.</summary>
    private List<Seat> Due()
    {
        var seats = new List<Seat>();
        foreach (var seat in _seats)
        {
            if (seat.IsConnected && Left(seat, seat.Interval) <= TimeSpan.Zero)
            {
                seats.Add(seat);
            }
        }

        foreach (var seat in seats.Count > 0 ? _seats : [])
        {
            if (seat.IsConnected && !seats.Contains(seat) && Left(seat, seat.Interval * 0.75) <= TimeSpan.Zero)
            {
                seats.Add(seat);
            }
        }

        return seats;
    }

    private TimeSpan UntilDue()
    {
        var until = Shortest();
        foreach (var seat in _seats)
        {
            var left = seat.IsConnected ? Left(seat, seat.Interval) : TimeSpan.Zero;
            until = left < until ? left : until;
        }

        return until;
    }

    private TimeSpan Left(Seat seat, TimeSpan interval) => seat.RoundStarted is { } started ? interval - _time.GetElapsedTime(started) : TimeSpan.Zero;

    private TimeSpan Shortest()
    {
        var shortest = TimeSpan.MaxValue;
        foreach (var seat in _seats)
        {
            shortest = seat.Interval < shortest ? seat.Interval : shortest;
        }

        return shortest == TimeSpan.MaxValue ? TimeSpan.Zero : shortest;
    }

    /// <summary>Waits for the time, for a new listener, or for what else there is to wait for.</summary>
    private async Task WaitAsync(TimeSpan atMost, CancellationToken end, Task? other = null)
    {
        if (atMost > TimeSpan.Zero && other is not { IsCompleted: true })
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(end);
            var time = Task.Delay(atMost, _time, over.Token);
            var arrival = _arrival.WaitAsync(over.Token);
            await (other is null ? Task.WhenAny(time, arrival) : Task.WhenAny(time, arrival, other));
            await over.CancelAsync();
        }

        end.ThrowIfCancellationRequested();
    }

    private long Now() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
