using Exporters.Probes.Guard;
using Exporters.Probes.Tcp;

namespace Exporters.Probes.Grpc;

/// <summary>Targets <c>host:port</c>, or a URL of which only that part counts; without a port 80, with TLS 443.</summary>
internal static class GrpcTarget
{
    /// <summary>Reads a target; null when it is none.</summary>
    public static HopTarget? TryParse(string target, bool useTls)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["http://", "https://"])
        {
            if (target.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                target = target[prefix.Length..];
                break;
            }
        }

        var end = target.AsSpan().IndexOfAny('/', '?', '#');
        return HostPort.TryParse("grpc", end < 0 ? target : target[..end], useTls ? 443 : 80);
    }
}
