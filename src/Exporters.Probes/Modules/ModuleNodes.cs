using System.Net;
using System.Security.Authentication;
using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Configuration;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Modules;

/// <summary>Values that several probers share, and how they are read.</summary>
internal static class ModuleNodes
{
    private const SslProtocols Tls10 = (SslProtocols)192;
    private const SslProtocols Tls11 = (SslProtocols)768;
    private static readonly string[] VersionNames = ["TLS10", "TLS11", "TLS12", "TLS13"];
    private static readonly SslProtocols[] Versions = [Tls10, Tls11, SslProtocols.Tls12, SslProtocols.Tls13];

    /// <summary><c>preferred_ip_protocol</c> and <c>ip_protocol_fallback</c>.</summary>
    public static IpPreference Ip(ConfigMap map) => new(
        map.Get("preferred_ip_protocol")?.OneOf("ip4", "ip6") == "ip4",
        map.Get("ip_protocol_fallback")?.Bool() ?? true);

    /// <summary><c>source_ip_address</c>.</summary>
    public static IPAddress? Source(ConfigMap map)
    {
        if (map.Get("source_ip_address") is not { } node || node.Text() is not { Length: > 0 } text)
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            node.Problem($"must be an IP address of this machine, got \"{text}\"");
        }

        return address;
    }

    /// <summary>A list of regular expressions.</summary>
    public static IReadOnlyList<Pattern> Patterns(ConfigNode? node) => node is null ? [] : [.. node.Items().Select(item => item.Pattern()).OfType<Pattern>()];

    /// <summary>A path, relative to the file.</summary>
    public static string? FilePath(ConfigNode? node)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return null;
        }

        if (!text.Contains('\0', StringComparison.Ordinal))
        {
            return Path.Combine(node.BaseDirectory, text);
        }

        node.Problem("must be a path: there is a NUL character in it");
        return null;
    }

    /// <summary>Bytes: a text, or base64 under <c>!!binary</c>.</summary>
    public static byte[] Octets(ConfigNode? node)
    {
        if (node?.Text() is not { } text)
        {
            return [];
        }

        if (!node.IsBinary)
        {
            return Encoding.UTF8.GetBytes(text);
        }

        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            node.Problem("!!binary must be base64");
            return [];
        }
    }

    /// <summary><c>tls_config</c>.</summary>
    public static TlsOptions Tls(ConfigNode? node)
    {
        if (node is null)
        {
            return TlsOptions.Default;
        }

        var map = node.Map();
        var options = new TlsOptions
        {
            Ca = Pem(map, "ca"),
            Certificate = Pem(map, "cert"),
            Key = Pem(map, "key"),
            ServerName = HeaderNodes.ServerName(map.Get("server_name")),
            InsecureSkipVerify = map.Get("insecure_skip_verify")?.Bool() ?? false,
            Versions = TlsVersions(map),
        };
        map.RejectUnknown();
        if (options.Certificate is null != options.Key is null)
        {
            node.Problem("cert and key belong together: give both (cert_file and key_file, or cert and key) or neither");
        }

        return options;
    }

    private static PemSource? Pem(ConfigMap map, string key)
    {
        var inline = map.Get(key);
        var file = map.Get(key + "_file");
        if (inline is not null && file is not null)
        {
            file.Problem($"give {key} or {key}_file, not both");
        }

        return FilePath(file) is { } path ? new PemSource(path, IsFile: true)
            : inline?.Text() is { Length: > 0 } text ? new PemSource(text, IsFile: false)
            : null;
    }

    private static SslProtocols TlsVersions(ConfigMap map)
    {
        var min = map.Get("min_version");
        var max = map.Get("max_version");
        var from = min?.OneOf(VersionNames);
        var to = max?.OneOf(VersionNames);
        if (from is null && to is null)
        {
            return SslProtocols.None;
        }

        var first = from is null ? 2 : Array.IndexOf(VersionNames, from);
        var last = to is null ? VersionNames.Length - 1 : Array.IndexOf(VersionNames, to);
        if (from is not null && first > last)
        {
            max!.Problem($"must not be below min_version {from}, got \"{to}\"");
        }

        // Without a min_version the peer offers TLS 1.2 and above, yet max_version TLS11 alone must offer something.
        var versions = SslProtocols.None;
        for (var i = Math.Min(first, last); i <= last; i++)
        {
            versions |= Versions[i];
        }

        return versions;
    }
}
