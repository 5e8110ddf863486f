using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Exporters.Probes.Guard;

/// <summary>Host names as resolvers, certificates and headers take them: ASCII, labels of 1 to 63 letters, digits, hyphens and underscores (RFC 1035 2.3.4).</summary>
internal static class HostName
{
    private const int LongestLabel = 63;
    private const int LongestName = 253;

    // Letters, digits and hyphens, RFC 952; underscores are in use.
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly IdnMapping Idn = new() { AllowUnassigned = true };

    /// <summary>Reads a name or an address without brackets; a name with other letters becomes its ASCII form (<c>xn--…</c>).</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? host)
    {
        host = null;
        if (text.Contains(':', StringComparison.Ordinal))
        {
            host = IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? text : null;
            return host is not null;
        }

        try
        {
            host = System.Text.Ascii.IsValid(text) ? text : Idn.GetAscii(text);
        }
        catch (ArgumentException)
        {
            return false;
        }

        if (IsName(host))
        {
            return true;
        }

        host = null;
        return false;
    }

    /// <summary>
    /// The value of a Host header: a name, or an address with brackets where it needs them, and a port where one is said. Its name is
    /// made ASCII.
    /// </summary>
    public static bool TryParseHeader(string text, [NotNullWhen(true)] out string? header)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon >= 0 && !text.EndsWith(']');
        var name = hasPort ? text[..colon] : text;
        var port = hasPort ? text[colon..] : "";
        var isBracketed = name.StartsWith('[') && name.EndsWith(']') && name.Contains(':', StringComparison.Ordinal);
        header = null;
        if ((!isBracketed && name.Contains(':', StringComparison.Ordinal)) || !TryParse(isBracketed ? name[1..^1] : name, out var host)
            || (hasPort && !ushort.TryParse(port.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            return false;
        }

        header = (isBracketed ? $"[{host}]" : host) + port;
        return true;
    }

    /// <summary>The name of a Host header, without port and brackets.</summary>
    public static string OfHeader(string header)
    {
        var colon = header.LastIndexOf(':');
        return (colon >= 0 && !header.EndsWith(']') ? header[..colon] : header).Trim('[', ']');
    }

    /// <summary>
    /// The name without the dot that ends an absolute one: certificates, SNI (RFC 6066 3) and the hosts file (hosts(5)) know names
    /// without it only.
    /// </summary>
    public static string WithoutDot(string host) => host.Length > 1 && host.EndsWith('.') ? host[..^1] : host;

    /// <summary>
    /// Whether it is an IPv4 address in another form than four decimal numbers: <c>127.1</c>, <c>0x7f.1</c>, <c>2130706433</c>,
    /// <c>127.0.0.01</c>. inet_aton(3) and .NET take them, the peer and browsers' filters do not, and a rule about addresses may miss them.
    /// </summary>
    public static bool IsOddAddress(string host) =>
        IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != host;

    private static bool IsName(string host)
    {
        var name = WithoutDot(host).AsSpan();
        if (name.Length > LongestName)
        {
            return false;
        }

        foreach (var label in name.Split('.'))
        {
            if (name[label].Length is 0 or > LongestLabel || name[label].ContainsAnyExcept(Letters))
            {
                return false;
            }
        }

        return true;
    }
}
