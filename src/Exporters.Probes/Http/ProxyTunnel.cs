using System.Text;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>A CONNECT through a proxy, RFC 9110 9.3.6.</summary>
internal static class ProxyTunnel
{
    private const int LongestAnswer = 16 * 1024;

    /// <summary>Asks the proxy for a way to the target over an open connection to the proxy.</summary>
    /// <exception cref="ProbeException">The proxy refuses, or answers something else.</exception>
    public static async Task OpenAsync(Stream proxy, HopTarget target, Uri proxyUrl, IReadOnlyList<RequestHeader> headers, CancellationToken cancel)
    {
        var request = new StringBuilder($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n");
        if (proxyUrl.UserInfo.Length > 0)
        {
            request.Append("Proxy-Authorization: ").Append(HttpCredentials.Basic(proxyUrl.UserInfo)).Append("\r\n");
        }

        foreach (var header in headers)
        {
            request.Append(header.Name).Append(": ").Append(header.Read()).Append("\r\n");
        }

        await proxy.WriteAsync(Encoding.UTF8.GetBytes(request.Append("\r\n").ToString()), cancel);
        var answer = await ReadHeadAsync(proxy, cancel);
        var status = answer.Split('\r', 2)[0];
        var parts = status.Split(' ');
        if (parts.Length < 2 || !parts[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || parts[1] is not ['2', _, _])
        {
            throw new ProbeException(FailureReason.Other, $"the proxy {proxyUrl.Host}:{proxyUrl.Port} answers CONNECT {target} with \"{status}\"");
        }
    }

    // Byte by byte, because what follows the head belongs to the target.
    private static async Task<string> ReadHeadAsync(Stream proxy, CancellationToken cancel)
    {
        var head = new List<byte>(256);
        var one = new byte[1];
        while (head.Count < LongestAnswer)
        {
            if (await proxy.ReadAsync(one, cancel) == 0)
            {
                throw new ProbeException(FailureReason.Reset, "the proxy cut the connection instead of answering CONNECT");
            }

            head.Add(one[0]);
            if (one[0] == '\n' && (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'] || head is [.., (byte)'\n', (byte)'\n']))
            {
                return Encoding.Latin1.GetString([.. head]);
            }
        }

        throw new ProbeException(FailureReason.Other, $"the proxy's answer to CONNECT is longer than {LongestAnswer} bytes");
    }
}
