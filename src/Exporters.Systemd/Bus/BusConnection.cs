using System.Net.Sockets;
using Exporters.Linux;
using Exporters.Metrics;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>
/// One connection to a message bus, or straight to a manager. Calls may overlap; each has a deadline. A connection that failed
/// stays failed: every call after it throws a <see cref="BusException"/>, and its owner makes a new one.
/// </summary>
internal sealed class BusConnection : IDisposable
{
    private readonly DBusConnection _connection;
    private readonly BusAddress _address;
    private readonly bool _isBus;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;

    private BusConnection(DBusConnection connection, BusAddress address, bool isBus, TimeSpan deadline, TimeProvider time)
    {
        _connection = connection;
        _address = address;
        _isBus = isBus;
        _deadline = deadline;
        _time = time;
    }

    /// <summary>Connects and authenticates.</summary>
    /// <param name="address">Where.</param>
    /// <param name="isBus">Whether a message bus answers there; false for a manager's private socket, which knows no names.</param>
    /// <param name="deadline">How long connecting, and afterwards each call, may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="BusException">Nobody answers, or this user may not connect.</exception>
    public static async Task<BusConnection> OpenAsync(
        BusAddress address, bool isBus, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            var connection = await ConnectAsync(address, either.Token);
            if (isBus && connection.UniqueName is null)
            {
                connection.Dispose();
                throw new BusException(UnavailableReason.Unreachable, $"{address} refused the call Hello: too many connections, or no message bus");
            }

            return new BusConnection(connection, address, isBus, deadline, time);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BusException(UnavailableReason.Timeout, $"{address} did not answer within {deadline.TotalSeconds:0.###} s");
        }
    }

    /// <summary>Calls a method and reads its answer.</summary>
    /// <exception cref="BusErrorException">The peer answered with an error.</exception>
    /// <exception cref="BusFormatException">The answer is not what it should be; the connection goes on.</exception>
    /// <exception cref="BusException">No answer in time, or the connection broke.</exception>
    public Task<T> CallAsync<T>(BusCall call, string answerTypes, BodyReader<T> read, CancellationToken cancellation) =>
        WithinDeadlineAsync(
            _connection.CallMethodAsync(Marshal(call), static (message, state) => ((ExpectedAnswer<T>)state!).Read(message), new ExpectedAnswer<T>(call, answerTypes, read)),
            call,
            cancellation);

    /// <summary>Has every signal that arrives handed over, on the thread that reads the connection: <paramref name="take"/> must be quick.</summary>
    /// <exception cref="BusException">The connection broke.</exception>
    public Task ObserveSignalsAsync(Action<Message> take, CancellationToken cancellation) => WithinDeadlineAsync(
        _connection.AddMatchAsync(
            new MatchRule { Type = MessageType.Signal },
            static (message, state) =>
            {
                ((Action<Message>)state!)(message);
                return true;
            },
            static (Notification<bool> _) => { },
            emitOnCapturedContext: false,
            ObserverFlags.NoSubscribe,
            take).AsTask(),
        "observing signals",
        cancellation);

    /// <summary>Closes the socket; calls that wait end with a <see cref="BusException"/>.</summary>
    public void Dispose() => _connection.Dispose();

    private static async Task<DBusConnection> ConnectAsync(BusAddress address, CancellationToken cancellation)
    {
        // In a user namespace the peer knows this user by another number, which only the namespace just outside can be asked for.
        var (outer, inner) = (ProcessUser.OuterId, ProcessUser.Id);
        try
        {
            return await ConnectAsync(address, outer, cancellation);
        }
        catch (BusException e) when (e.Reason == UnavailableReason.Permission && outer != inner)
        {
            return await ConnectAsync(address, inner, cancellation);
        }
    }

    private static async Task<DBusConnection> ConnectAsync(BusAddress address, uint user, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address.EndPoint(), cancellation);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException refused ? BusFailures.OfConnecting(address, refused) : e;
        }

        var stream = new BusStream(socket);
        var connection = new DBusConnection(new BusConnectionOptions(stream, user));
        var connecting = connection.ConnectAsync().AsTask();
        try
        {
            await connecting.WaitAsync(cancellation);
            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            await stream.DisposeAsync();
            Ignore(connecting);
            throw e is DBusConnectionException or ObjectDisposedException ? BusFailures.OfAuthentication(address, stream, e) : e;
        }
    }

    private async Task<T> WithinDeadlineAsync<T>(Task<T> answer, object call, CancellationToken cancellation)
    {
        // The package ends calls on the thread that reads the connection. Whatever the caller does next must not hold up that thread.
        var elsewhere = answer.ContinueWith(static done => done.GetAwaiter().GetResult(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await elsewhere.WaitAsync(_deadline, _time, cancellation);
        }
        catch (TimeoutException)
        {
            Ignore(elsewhere);
            throw new BusException(UnavailableReason.Timeout, $"{_address} did not answer {call} within {_deadline.TotalSeconds:0.###} s");
        }
        catch (OperationCanceledException)
        {
            Ignore(elsewhere);
            throw;
        }
        catch (DBusErrorReplyException e)
        {
            throw new BusErrorException($"{call}", e.ErrorName, e.ErrorMessage);
        }
        catch (Exception e) when (e is DBusConnectionException or ObjectDisposedException)
        {
            throw BusFailures.OfConnection(_address, e);
        }
    }

    private MessageBuffer Marshal(BusCall call)
    {
        var writer = _connection.GetMessageWriter();
        try
        {
            // Asking must not start anything that does not run.
            writer.WriteMethodCallHeader(_isBus ? call.Destination : null, call.Path, call.Interface, call.Member, call.Signature, MessageFlags.NoAutoStart);
            call.Arguments?.Invoke(ref writer);
            return writer.CreateMessage();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Nobody waits for the task any longer; its failure is no news.</summary>
    private static void Ignore(Task task) => _ = task.ContinueWith(
        static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
