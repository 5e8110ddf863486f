using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// The common log format and its combined extension, as nginx and Apache write them:
/// <c>203.0.113.7 - ann [21/Nov/2026:09:50:00 +0100] "GET /cart?id=7 HTTP/1.1" 200 512 "https://shop/" "curl/8"</c>.
/// A decimal number after that is nginx's <c>$request_time</c> in seconds; <c>key=value</c> pairs become attributes. The body is the
/// whole line. Names are OpenTelemetry's for HTTP.
/// </summary>
internal static class AccessLine
{
    /// <summary>Reads a line; false when it is no access log.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var client = Words.Next(line, out var rest);

        // Apache's vhost_combined puts the virtual host and its port first.
        ReadOnlySpan<byte> host = default;
        if (client.IndexOf((byte)':') is > 0 and var colon && Words.IsNumber(client[(colon + 1)..]) && char.IsAsciiLetter((char)client[0]))
        {
            host = client;
            client = Words.Next(rest, out rest);
        }

        var identity = Words.Next(rest, out rest);
        var open = rest.IndexOf(" ["u8);
        if (client.IsEmpty || identity.IsEmpty || open < 1 || !Timestamps.TryAccess(rest[(open + 2)..], out var time, out var used))
        {
            return false;
        }

        var user = rest[..open];
        rest = rest[(open + 2 + used)..];
        var at = 0;
        if (!rest.StartsWith("] \""u8))
        {
            return false;
        }

        rest = rest[2..];
        if (!JsonStrings.TryTake(rest, ref at, out var request, out _))
        {
            return false;
        }

        var status = Words.Next(rest[at..].TrimStart((byte)' '), out rest);
        if (status.Length != 3 || !Words.IsNumber(status))
        {
            return false;
        }

        to.Time(time);
        to.AttributeUnlessDash("server.address", host);
        to.AttributeUnlessDash("client.address", client);
        to.AttributeUnlessDash("user.name", user);
        Request(request, to);
        to.Attribute("http.response.status_code", status);
        Tail(rest, to);
        to.Body(line);
        return true;
    }

    private static void Request(ReadOnlySpan<byte> request, EntryWriter to)
    {
        var method = Words.Next(request, out var rest);
        var protocol = rest.LastIndexOf(" HTTP/"u8);
        if (protocol < 0)
        {
            // A request that is none ("\x16\x03…", "-") stays one text.
            to.AttributeUnlessDash("http.request", request);
            return;
        }

        var target = rest[..protocol];
        var query = target.IndexOf((byte)'?');
        to.Attribute("http.request.method", method);
        to.Attribute("url.path", query < 0 ? target : target[..query]);
        if (query >= 0)
        {
            to.Attribute("url.query", target[(query + 1)..]);
        }

        to.Attribute("network.protocol.version", rest[(protocol + 6)..]);
    }

    private static void Tail(ReadOnlySpan<byte> text, EntryWriter to)
    {
        to.AttributeUnlessDash("http.response.body.size", Words.Next(text, out text));
        var at = 0;
        if (JsonStrings.TryTake(text, ref at, out var referrer, out _))
        {
            to.AttributeUnlessDash("http.request.header.referer", referrer);
            text = text[at..].TrimStart((byte)' ');
            at = 0;
            if (JsonStrings.TryTake(text, ref at, out var agent, out _))
            {
                to.AttributeUnlessDash("user_agent.original", agent);
                text = text[at..].TrimStart((byte)' ');
            }
        }

        while (!text.IsEmpty)
        {
            if (Pairs.TryTake(text, to, out var pair))
            {
                to.Attribute(pair.Field(to), pair.Resolve(to));
                text = text[pair.Used..].TrimStart((byte)' ');
                continue;
            }

            at = 0;
            if (JsonStrings.TryTake(text, ref at, out var quoted, out _))
            {
                // nginx' shipped format ends in "$http_x_forwarded_for".
                to.AttributeUnlessDash("http.request.header.x-forwarded-for", quoted);
                text = text[at..].TrimStart((byte)' ');
                continue;
            }

            var word = Words.Next(text, out text);
            if (word.IndexOf((byte)'.') > 0 && !word.ContainsAnyExcept("0123456789."u8))
            {
                to.Attribute("http.server.request.duration", word);
            }
        }
    }
}
