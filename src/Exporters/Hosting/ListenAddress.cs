using System.Net;
using System.Net.Sockets;

namespace Exporters.Hosting;

/// <summary>An address to listen on as node_exporter writes it: <c>127.0.0.1:9200</c>, <c>[::1]:9200</c>, <c>localhost:9200</c>, <c>:9200</c>, <c>NAME:9200</c>.</summary>
/// <param name="Address">The address; null for every address of the machine, or for that of the name.</param>
/// <param name="Port">The port; 0 for any free one.</param>
/// <param name="Name">A name whose address is looked up at the start; null when the address is given.</param>
internal readonly record struct ListenAddress(IPAddress? Address, int Port, string? Name = null)
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

        if (!host.StartsWith('[') && Uri.CheckHostName(host) == UriHostNameType.Dns)
        {
            result = new ListenAddress(null, port, host);
            return true;
        }

        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address)
            || bracketed != (address.AddressFamily == AddressFamily.InterNetworkV6))
        {
            return false;
        }

        result = new ListenAddress(address, port);
        return true;
    }

    /// <summary>Reads an address that the configuration's check has let pass.</summary>
    public static ListenAddress Parse(string text) => TryParse(text, out var result) ? result : throw new FormatException($"not HOST:PORT: \"{text}\"");

    /// <summary>Looks up the name, if there is one: its first IPv4 address, or else its first address, as Go's <c>net.Listen</c> takes it.</summary>
    /// <exception cref="SocketException">Nobody knows the name.</exception>
    public ListenAddress Resolve()
    {
        if (Name is null)
        {
            return this;
        }

        var addresses = Dns.GetHostAddresses(Name);
        var address = Array.Find(addresses, address => address.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        return address is null ? throw new SocketException((int)SocketError.HostNotFound) : new ListenAddress(address, Port);
    }

    public override string ToString() => Name is not null ? $"{Name}:{Port}" : Address is null ? $":{Port}" : new IPEndPoint(Address, Port).ToString();
}
