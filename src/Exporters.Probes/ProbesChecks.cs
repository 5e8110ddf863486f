using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporters.Metrics.Checks;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Schedule;

namespace Exporters.Probes;

/// <summary>What the module needs outside of the process: names that resolve, ports that take a connection.</summary>
public static class ProbesChecks
{
    /// <summary>One check for each target of the schedule.</summary>
    public static IReadOnlyList<OutsideCheck> Of(ProbesConfig config)
    {
        var resolver = new HostResolver();
        return [.. config.Targets.Select(target => new OutsideCheck($"probe {target.Name} {target.Label}", cancellation => AskAsync(target, resolver, cancellation)))];
    }

    private static async Task<CheckAnswer> AskAsync(ProbeTarget target, HostResolver resolver, CancellationToken cancellation)
    {
        if (target.Hop is not { } hop)
        {
            return CheckAnswer.Bad($"is no target for the module {target.Module.Name}");
        }

        if (target.Module.Http is { Proxy.Url: { } proxy })
        {
            return CheckAnswer.Note($"goes through the proxy {proxy.Authority}, which is not tried here");
        }

        IPAddress[] addresses;
        try
        {
            addresses = await resolver.ResolveAsync(hop.Host, cancellation);
        }
        catch (ProbeException e)
        {
            return CheckAnswer.Bad($"{e.Message}; is the name right, and does the name server of /etc/resolv.conf answer?");
        }

        var known = string.Join(", ", addresses.Select(address => address.ToString()));
        return target.Module.Tcp is null && target.Module.Http is null
            ? CheckAnswer.Good($"resolves to {known}")
            : await ConnectAsync(hop.Port, addresses, known, target.Timeout, cancellation);
    }

    private static async Task<CheckAnswer> ConnectAsync(int port, IPAddress[] addresses, string known, TimeSpan timeout, CancellationToken cancellation)
    {
        var wrong = "";
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(timeout);
        foreach (var address in addresses)
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), deadline.Token);
                return CheckAnswer.Good($"resolves to {known}; {new IPEndPoint(address, port)} takes a connection");
            }
            catch (SocketException e)
            {
                wrong += $"; {new IPEndPoint(address, port)}: {e.Message}";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return CheckAnswer.Bad(string.Create(CultureInfo.InvariantCulture, $"resolves to {known}; no connection within {timeout.TotalSeconds:0.###} s"));
            }
        }

        return CheckAnswer.Bad($"resolves to {known}{wrong}");
    }
}
