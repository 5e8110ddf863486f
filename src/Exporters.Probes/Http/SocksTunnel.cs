using System.Buffers.Binary;
using System.Net;
using System.Text;
using Exporters.Probes.Guard;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>A way through a SOCKS 5 proxy, RFC 1928, with user and password as in RFC 1929.</summary>
internal static class SocksTunnel
{
    /// <summary>Port of a proxy URL without one.</summary>
    public const int DefaultPort = 1080;

    private const byte Version = 5;
    private const byte NoPassword = 0;
    private const byte UserAndPassword = 2;
    private const byte Connect = 1;

    /// <summary>Asks the proxy for a connection to the target over an open connection to the proxy.</summary>
    /// <exception cref="ProbeException">The proxy refuses, cannot reach the target, or is no SOCKS proxy.</exception>
    public static async Task OpenAsync(Stream proxy, HopTarget target, Uri proxyUrl, CancellationToken cancel)
    {
        var name = $"the proxy {proxyUrl.Host}:{PortOf(proxyUrl)}";
        try
        {
            await GreetAsync(proxy, proxyUrl, name, cancel);
            await proxy.WriteAsync(Request(target), cancel);
            var head = new byte[4];
            await proxy.ReadExactlyAsync(head, cancel);
            Require(head[0] == Version, $"{name} is no SOCKS 5 proxy: it answers with version {head[0]}");
            if (head[1] != 0)
            {
                throw new ProbeException(head[1] == 5 ? FailureReason.Refused : FailureReason.Other, $"{name} cannot connect to {target}: {Fault(head[1])}");
            }

            await SkipAddressAsync(proxy, head[3], name, cancel);
        }
        catch (EndOfStreamException e)
        {
            throw new ProbeException(FailureReason.Reset, $"{name} cut the connection during the SOCKS handshake", e);
        }
    }

    /// <summary>The proxy's port.</summary>
    public static int PortOf(Uri proxyUrl) => proxyUrl.Port > 0 ? proxyUrl.Port : DefaultPort;

    private static async Task GreetAsync(Stream proxy, Uri proxyUrl, string name, CancellationToken cancel)
    {
        var hasUser = proxyUrl.UserInfo.Length > 0;
        await proxy.WriteAsync(hasUser ? new byte[] { Version, 2, NoPassword, UserAndPassword } : [Version, 1, NoPassword], cancel);
        var answer = new byte[2];
        await proxy.ReadExactlyAsync(answer, cancel);
        Require(answer[0] == Version, $"{name} is no SOCKS 5 proxy: it answers with version {answer[0]}");
        if (answer[1] == UserAndPassword && hasUser)
        {
            var parts = proxyUrl.UserInfo.Split(':', 2);
            await proxy.WriteAsync((byte[])[1, .. Counted(parts[0]), .. Counted(parts.Length > 1 ? parts[1] : "")], cancel);
            await proxy.ReadExactlyAsync(answer, cancel);
            Require(answer[1] == 0, $"{name} does not accept the user and password of proxy_url");
            return;
        }

        Require(answer[1] == NoPassword, hasUser ? $"{name} wants another way of authentication than user and password" : $"{name} wants a user and password; give them in proxy_url");
    }

    private static byte[] Request(HopTarget target)
    {
        byte[] host = IPAddress.TryParse(target.Host, out var address)
            ? [address.GetAddressBytes().Length == 4 ? (byte)1 : (byte)4, .. address.GetAddressBytes()]
            : [3, .. Counted(target.Host)];
        byte[] request = [Version, Connect, 0, .. host, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(request.Length - 2), (ushort)target.Port);
        return request;
    }

    private static byte[] Counted(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(text));
        Require(bytes.Length <= byte.MaxValue, "SOCKS allows 255 bytes for a host name, a user or a password");
        return [(byte)bytes.Length, .. bytes];
    }

    /// <summary>The address that the proxy uses itself; of no interest, but in the way.</summary>
    private static async Task SkipAddressAsync(Stream proxy, byte type, string name, CancellationToken cancel)
    {
        var length = type switch { 1 => 4, 4 => 16, _ => 0 };
        if (type == 3)
        {
            var count = new byte[1];
            await proxy.ReadExactlyAsync(count, cancel);
            length = count[0];
        }

        Require(length > 0 || type == 3, $"{name} answers with the unknown address type {type}");
        await proxy.ReadExactlyAsync(new byte[length + 2], cancel);
    }

    private static string Fault(byte code) => code switch
    {
        1 => "general failure",
        2 => "its rules do not allow it",
        3 => "the network is unreachable",
        4 => "the host is unreachable",
        5 => "connection refused",
        6 => "the time to live expired",
        7 => "it does not know the command",
        8 => "it does not know the address type",
        _ => $"code {code}",
    };

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new ProbeException(FailureReason.Other, otherwise);
        }
    }
}
