using System.Buffers;
using System.Net.Sockets;
using Exporters.Metrics;

namespace Exporters.Systemd.Bus;

/// <summary>
/// One connection to a message bus, or straight to a manager. Calls may overlap; each has a deadline. A connection that failed
/// stays failed: every call after it throws the same <see cref="BusException"/>, and its owner makes a new one.
/// </summary>
internal sealed class BusConnection : IDisposable
{
    private const int UsualBuffer = 64 * 1024;

    private readonly Socket _socket;
    private readonly BusAddress _address;
    private readonly TimeSpan _deadline;
    private readonly TimeProvider _time;
    private readonly SignalHandler _onSignal;
    private readonly SemaphoreSlim _sending = new(1);

    // Under the lock of _pending: both the callers and the reader touch it.
    private readonly Dictionary<uint, PendingCall> _pending = [];
    private uint _serial;
    private BusException? _failure;

    private bool _isBus;

    private BusConnection(Socket socket, BusAddress address, TimeSpan deadline, TimeProvider time, SignalHandler onSignal)
    {
        _socket = socket;
        _address = address;
        _deadline = deadline;
        _time = time;
        _onSignal = onSignal;
    }

    /// <summary>Takes each signal, on the reader's thread: it must be quick.</summary>
    public delegate void SignalHandler(in MessageHeader signal);

    /// <summary>Whether it has not failed.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_pending)
            {
                return _failure is null;
            }
        }
    }

    /// <summary>Connects, authenticates and, where there is a bus, says Hello.</summary>
    /// <param name="address">Where.</param>
    /// <param name="isBus">Whether a message bus answers there; false for a manager's private socket, which knows neither Hello nor names.</param>
    /// <param name="deadline">How long connecting, and afterwards each call, may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onSignal">Takes signals.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="BusException">Nobody answers, or this user may not connect.</exception>
    public static async Task<BusConnection> OpenAsync(
        BusAddress address, bool isBus, TimeSpan deadline, TimeProvider time, SignalHandler onSignal, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        BusConnection? connection = null;
        try
        {
            using var timeout = new CancellationTokenSource(deadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
            try
            {
                await socket.ConnectAsync(address.EndPoint(), either.Token);
                await BusHandshake.RunAsync(socket, address, either.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new BusException(UnavailableReason.Timeout, $"{address} did not answer within {deadline.TotalSeconds:0.###} s");
            }
            catch (SocketException e)
            {
                throw Explain(address, e);
            }

            connection = new BusConnection(socket, address, deadline, time, onSignal) { _isBus = isBus };
            _ = connection.ReadAllAsync();
            if (isBus)
            {
                await connection.CallAsync(
                    new BusCall("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "Hello"),
                    "s", static (ref WireReader body) => body.String(), cancellation);
            }

            return connection;
        }
        catch
        {
            connection?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Calls a method and reads its answer.</summary>
    /// <exception cref="BusErrorException">The peer answered with an error.</exception>
    /// <exception cref="BusFormatException">The answer is not what it should be; the connection goes on.</exception>
    /// <exception cref="BusException">No answer in time, or the connection broke.</exception>
    public async Task<T> CallAsync<T>(BusCall call, string answerTypes, BodyReader<T> read, CancellationToken cancellation)
    {
        var pending = new AwaitedCall<T>(call, answerTypes, read);
        uint serial;
        lock (_pending)
        {
            if (_failure is not null)
            {
                throw new BusException(_failure.Reason, _failure.Message, _failure);
            }

            serial = ++_serial;
            _pending.Add(serial, pending);
        }

        try
        {
            await SendAsync(call.Marshal(serial, _isBus), call, cancellation);
            return await pending.Answer.WaitAsync(_deadline, _time, cancellation);
        }
        catch (TimeoutException)
        {
            throw new BusException(UnavailableReason.Timeout, $"{_address} did not answer {call} within {_deadline.TotalSeconds:0.###} s");
        }
        finally
        {
            lock (_pending)
            {
                _pending.Remove(serial);
            }
        }
    }

    /// <summary>Closes the socket; calls that wait end with a <see cref="BusException"/>.</summary>
    public void Dispose() => Fail(new BusException(UnavailableReason.Unreachable, $"the connection to {_address} was closed"));

    /// <summary>What a failure to connect means to a person.</summary>
    private static BusException Explain(BusAddress address, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AccessDenied => new BusException(
            UnavailableReason.Permission, $"{address}: permission denied; run as a user who may connect to it, or name another address", e),
        SocketError.ConnectionRefused => new BusException(UnavailableReason.Unreachable, $"{address}: nobody listens there", e),
        _ when address.IsMissing => new BusException(UnavailableReason.Absent, $"{address}: no such socket", e),
        _ => new BusException(UnavailableReason.Unreachable, $"{address}: {e.Message}", e),
    };

    private async Task SendAsync(ReadOnlyMemory<byte> message, BusCall call, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(_deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await _sending.WaitAsync(either.Token);
            try
            {
                for (var rest = message; !rest.IsEmpty;)
                {
                    rest = rest[await _socket.SendAsync(rest, SocketFlags.None, either.Token)..];
                }
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Part of the message may be out: whatever follows would be garbage to the peer.
            var failure = e is OperationCanceledException
                ? new BusException(UnavailableReason.Timeout, $"{_address} did not take {call} within {_deadline.TotalSeconds:0.###} s", e)
                : new BusException(UnavailableReason.Unreachable, $"{_address} closed the connection: {e.Message}", e);
            Fail(failure);
            cancellation.ThrowIfCancellationRequested();
            throw failure;
        }
    }

    private async Task ReadAllAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(UsualBuffer);
        var have = 0;
        try
        {
            while (true)
            {
                var used = 0;
                var wanted = MessageHeader.FixedLength;
                while (MessageHeader.TryLength(buffer.AsSpan(used, have - used), out var length))
                {
                    if (length > have - used)
                    {
                        wanted = length;
                        break;
                    }

                    Take(buffer.AsSpan(used, length));
                    used += length;
                }

                buffer = MakeRoom(buffer, used, ref have, wanted);
                var read = await _socket.ReceiveAsync(buffer.AsMemory(have), SocketFlags.None);
                if (read == 0)
                {
                    Fail(new BusException(UnavailableReason.Unreachable, $"{_address} closed the connection"));
                    return;
                }

                have += read;
            }
        }
        catch (BusFormatException e)
        {
            Fail(new BusException(UnavailableReason.Format, $"{_address} sent {e.Message}", e));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Fail(new BusException(UnavailableReason.Unreachable, $"{_address}: {e.Message}", e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Moves what is left to the front of a buffer that holds the message that comes; a large one is not kept for small ones.</summary>
    private static byte[] MakeRoom(byte[] buffer, int used, ref int have, int wanted)
    {
        var left = buffer.AsSpan(used, have - used);
        have = left.Length;
        if (wanted > buffer.Length || (buffer.Length > 2 * UsualBuffer && wanted <= UsualBuffer && have <= UsualBuffer))
        {
            var other = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, UsualBuffer));
            left.CopyTo(other);
            ArrayPool<byte>.Shared.Return(buffer);
            return other;
        }

        left.CopyTo(buffer);
        return buffer;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        var message = new MessageHeader(bytes);
        switch (message.Type)
        {
            case MessageHeader.MethodReturn or MessageHeader.Error:
                PendingCall? pending;
                lock (_pending)
                {
                    // Whose deadline has passed is no longer waited for.
                    _pending.Remove(message.ReplySerial, out pending);
                }

                pending?.Complete(message);
                break;
            case MessageHeader.Signal:
                _onSignal(message);
                break;
        }
    }

    private void Fail(BusException reason)
    {
        PendingCall[] waiting;
        lock (_pending)
        {
            _failure ??= reason;
            waiting = [.. _pending.Values];
            _pending.Clear();
        }

        _socket.Dispose();
        foreach (var call in waiting)
        {
            call.Fail(reason);
        }
    }
}
