using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Resolve;

/// <summary>Takes the one address of a host that is probed.</summary>
internal static class AddressChoice
{
    /// <summary>The first of the preferred family; else, with fallback, the first of the other.</summary>
    /// <exception cref="ProbeException">There is none.</exception>
    public static IPAddress Of(string host, ReadOnlySpan<IPAddress> addresses, IpPreference preference)
    {
        var preferred = preference.PreferIp4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        IPAddress? other = null;
        foreach (var found in addresses)
        {
            var address = found.IsIPv4MappedToIPv6 ? found.MapToIPv4() : found;
            if (address.AddressFamily == preferred)
            {
                return address;
            }

            other ??= address;
        }

        return other is not null && preference.Fallback
            ? other
            : throw new ProbeException(
                FailureReason.Dns, $"{host} has no IPv{(preference.PreferIp4 ? 4 : 6)} address, and ip_protocol_fallback is off");
    }
}
