using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Exporters.Probes.Results;

namespace Exporters.Probes.Websocket;

/// <summary>What RFC 6455 4.1 puts into the request that opens a WebSocket, and asks of its response.</summary>
internal sealed class Handshake
{
    // RFC 6455 1.3.
    private const string Salt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>Makes a GET one that opens a WebSocket.</summary>
    public void Ask(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", _key);
    }

    /// <summary>Throws unless the response opens it.</summary>
    /// <exception cref="ProbeException">It does not.</exception>
    public void Require(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            throw new ProbeException(
                FailureReason.Status, string.Create(CultureInfo.InvariantCulture, $"the status is {(int)response.StatusCode}, expected 101: the server does not open a WebSocket here"));
        }

        if (!response.Headers.Upgrade.Any(protocol => protocol.Name.Equals("websocket", StringComparison.OrdinalIgnoreCase))
            || !response.Headers.Connection.Contains("upgrade", StringComparer.OrdinalIgnoreCase))
        {
            throw new ProbeException(FailureReason.Other, "the server's response has no \"Connection: Upgrade\" with \"Upgrade: websocket\"");
        }

        if (!response.Headers.TryGetValues("Sec-WebSocket-Accept", out var accepted) || accepted.First().Trim() != Answer())
        {
            throw new ProbeException(FailureReason.Other, "the server's Sec-WebSocket-Accept does not belong to this request");
        }
    }

    private string Answer()
    {
#pragma warning disable CA5350 // RFC 6455 names SHA-1; it guards nothing here.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(_key + Salt)));
#pragma warning restore CA5350
    }
}
