using System.Net;

namespace Exporters.Hosting;

/// <summary>An address to listen on as node_exporter writes it: <c>127.0.0.1:9200</c>, <c>[::1]:9200</c>, <c>localhost:9200</c>, <c>:9200</c>.</summary>
/// <param name="Address">The address; null for every address of the machine.</param>
/// <param name="Port">The port; 0 for any free one.</param>
internal readonly record struct ListenAddress(IPAddress? Address, int Port)
{
    public static bool TryParse(string text, out ListenAddress result)
    {
        result = default;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), out var port))
        {
            return false;
        }

        var host = text[..colon];
        if (host is "" or "*")
        {
            result = new ListenAddress(null, port);
            return true;
        }

        if (host == "localhost")
        {
            result = new ListenAddress(IPAddress.Loopback, port);
            return true;
        }

        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address)
            || bracketed != (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6))
        {
            return false;
        }

        result = new ListenAddress(address, port);
        return true;
    }

    /// <summary>Reads an address that the configuration's check has let pass.</summary>
    public static ListenAddress Parse(string text) => TryParse(text, out var result) ? result : throw new FormatException($"not HOST:PORT: \"{text}\"");

    public override string ToString() => Address is null ? $":{Port}" : new IPEndPoint(Address, Port).ToString();
}
