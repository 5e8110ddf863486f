using System.Net.Sockets;
using Exporters.Probes.Guard;
using Exporters.Probes.Results;
using Exporters.Probes.Tcp;

namespace Exporters.Probes.Unix;

/// <summary>Connects to a Unix socket, with TLS at once or on the way, and holds the module's conversation.</summary>
internal sealed class UnixProber : IProber
{
    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Unix!;
        var hop = SocketTarget.TryParse(run.Target)
            ?? throw new ProbeException(FailureReason.Other, $"\"{run.Target}\" is no target for the unix prober: it must be {SocketTarget.Form} such as /run/app.sock");
        run.Guard.CheckSocket(hop);
        var stream = await ConnectAsync(hop, cancel);
        run.Trace.Add($"connected to {hop}");
        await new Conversation(run, module.Tls, module.Tls.ServerName).HoldAsync(stream, module.UseTls, module.Steps, cancel);
    }

    private static async Task<NetworkStream> ConnectAsync(HopTarget hop, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(SocketTarget.EndPoint(hop), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Explain(hop, e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ProbeException Explain(HopTarget hop, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AccessDenied => new ProbeException(
            FailureReason.Other, $"no permission to connect to {hop}: this process needs write permission on the socket and search permission on its directories", e),
        SocketError.ConnectionRefused => new ProbeException(FailureReason.Refused, $"nothing listens on {hop}", e),
        _ when hop.Path[0] == '/' && !File.Exists(hop.Path) => new ProbeException(FailureReason.Refused, $"there is no socket {hop}", e),
        _ => new ProbeException(FailureReason.Other, $"{hop} cannot be connected to: {e.Message}", e),
    };
}
