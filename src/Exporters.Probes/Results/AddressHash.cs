using System.Net;

namespace Exporters.Probes.Results;

/// <summary>FNV-1a over an address' 4 or 16 bytes, as blackbox_exporter has it, so that <c>changes()</c> sees a new address.</summary>
internal static class AddressHash
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;

    public static uint Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var hash = Offset;
        foreach (var value in bytes[..length])
        {
            hash = (hash ^ value) * Prime;
        }

        return hash;
    }
}
