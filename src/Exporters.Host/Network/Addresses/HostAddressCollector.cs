using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// Under which addresses the host is known: the private ones of its interfaces (RFC 1918, RFC 6598, RFC 4193).
/// </summary>
internal sealed class HostAddressCollector(HostContext context) : ICollector
{
    private static readonly Family Address = Family.Info(
        "exporters_host_address_info", "Private addresses of the host's interfaces.", "device", "address", "family", "scope");

    private readonly InterfaceAddresses _addresses = new(new HostNetwork(context.Paths));

    public string Name => "hostaddress";

    public IReadOnlyList<Family> Families { get; } = [Address];

    public void Collect(FamilyWriter writer)
    {
        foreach (var address in _addresses.Read())
        {
            if (AddressScope.IsPrivate(address.Record.Address))
            {
                writer.Write(Address, 1, address.HostLabels);
            }
        }
    }
}
