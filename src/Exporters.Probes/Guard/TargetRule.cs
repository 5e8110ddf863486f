using System.Globalization;
using System.Net;

namespace Exporters.Probes.Guard;

/// <summary>
/// One entry of <c>probes.allow</c>: an address or CIDR (<c>10.0.0.0/8</c>), or a pattern <c>[scheme://]host[:port][/path]</c> in
/// which <c>*</c> stands for any text within its part, or <c>unix://</c> and the path of a socket. What is not said is any.
/// </summary>
internal sealed class TargetRule
{
    private readonly string _scheme;
    private readonly string _host;
    private readonly int _port;
    private readonly string _path;

    private TargetRule(string scheme, string host, int port, string path, IPNetwork? network)
    {
        _scheme = scheme;
        _host = host;
        _port = port;
        _path = path;
        Network = network;
    }

    /// <summary>The addresses it allows; null for a pattern.</summary>
    public IPNetwork? Network { get; }

    /// <summary>Reads an entry; false when it is none.</summary>
    public static bool TryParse(string text, out TargetRule rule)
    {
        rule = null!;
        text = text.Trim();
        if (IPNetwork.TryParse(text, out var network))
        {
            rule = new TargetRule("", "", 0, "", network);
            return true;
        }

        if (IPAddress.TryParse(text, out var address))
        {
            rule = new TargetRule("", "", 0, "", new IPNetwork(address, address.GetAddressBytes().Length * 8));
            return true;
        }

        var scheme = "";
        if (text.IndexOf("://", StringComparison.Ordinal) is var end and >= 0)
        {
            scheme = text[..end];
            text = text[(end + 3)..];
            if (scheme.Equals("unix", StringComparison.OrdinalIgnoreCase))
            {
                rule = new TargetRule(scheme, "", 0, text, null);
                return text.Length > 0;
            }
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : text[slash..];
        var authority = slash < 0 ? text : text[..slash];
        var port = 0;
        var colon = authority.LastIndexOf(':');
        if (colon >= 0 && !authority.EndsWith(']'))
        {
            if (authority[(colon + 1)..] is not "*" and var digits
                && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            {
                return false;
            }

            authority = authority[..colon];
        }

        var host = authority.Trim('[', ']');
        if (host.Length == 0 || host.AsSpan().ContainsAny(" @"))
        {
            return false;
        }

        rule = new TargetRule(scheme, host, port, path, null);
        return true;
    }

    /// <summary>Whether the pattern allows going there; a CIDR speaks only of addresses.</summary>
    public bool Admits(HopTarget hop) =>
        Network is null
        && (_scheme.Length == 0 || Glob(_scheme, hop.Scheme))
        && (_port == 0 || _port == hop.Port)
        && (Glob(_host, hop.Host) || Glob(_host, HostName.WithoutDot(hop.Host)))
        && (_path.Length == 0 || Glob(_path, hop.Path.Length == 0 ? "/" : hop.Path));

    /// <summary>Whether a text is as a pattern says, case aside.</summary>
    private static bool Glob(string pattern, string text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}
