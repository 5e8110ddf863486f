using Exporters.Probes.Grpc;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Modules;
using Exporters.Probes.Tcp;
using Exporters.Probes.Unix;
using Exporters.Probes.Websocket;

namespace Exporters.Probes.Schedule;

/// <summary>Where a prober would go for a target's text.</summary>
internal static class TargetHops
{
    /// <summary>The first hop; null when the text is none for this prober.</summary>
    public static HopTarget? Of(string target, ProbeModule module)
    {
        if (module.Http is not null)
        {
            return ProbeUrl.TryParse(target, out var url) ? HopTarget.Of(url) : null;
        }

        return module switch
        {
            { Tcp: not null } => HostPort.TryParse("tcp", target, null),
            { Unix: not null } => SocketTarget.TryParse(target),
            { Websocket: not null } => WebsocketTarget.TryParse(target, out var opening) ? WebsocketTarget.Hop(opening) : null,
            { Grpc: { } grpc } => GrpcTarget.TryParse(target, grpc.UseTls),
            { Dns: { } dns } => HostPort.TryParse("dns", target, dns.UseTls ? 853 : 53),
            _ => target.Length > 0 ? HostPort.Host("icmp", target) : null,
        };
    }

    /// <summary>How a target of this prober is written, for error messages.</summary>
    public static string Form(ProbeModule module) => module switch
    {
        { Unix: not null } => SocketTarget.Form,
        { Websocket: not null } => WebsocketTarget.Form,
        _ => "host:port",
    };
}
