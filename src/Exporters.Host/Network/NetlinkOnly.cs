using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network;

/// <summary>For what the kernel tells over sockets alone, and so of the network of this process alone.</summary>
internal static class NetlinkOnly
{
    /// <summary>Goes on only where the host's network is this process' own.</summary>
    /// <param name="network">Where the host's network is seen.</param>
    /// <param name="what">What is asked for: the middle of the message.</param>
    /// <exception cref="CollectorUnavailableException">It is not.</exception>
    public static void Demand(HostNetwork network, string what)
    {
        if (!network.IsOwnNamespace)
        {
            throw new CollectorUnavailableException(
                UnavailableReason.Configuration,
                $"{network.Directory} is the network of another machine, and the kernel tells {what} of one's own only; run in the host's network (docker run --network host)");
        }
    }
}
