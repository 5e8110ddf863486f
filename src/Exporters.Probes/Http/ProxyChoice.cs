using System.Globalization;
using System.Net;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;

namespace Exporters.Probes.Http;

/// <summary>Which proxy a request goes through.</summary>
internal static class ProxyChoice
{
    /// <summary>The proxy; null for none.</summary>
    public static Uri? For(ProxyOptions options, Uri url, HopTarget hop)
    {
        if (!options.IsSet)
        {
            return null;
        }

        var proxy = options.Url;
        var exceptions = options.NoProxy;
        if (options.FromEnvironment)
        {
            var text = url.Scheme == "https" ? Variable("HTTPS_PROXY") : Variable("HTTP_PROXY");
            if (text.Length > 0 && !text.Contains("://", StringComparison.Ordinal))
            {
                text = "http://" + text;
            }

            proxy = Uri.TryCreate(text, UriKind.Absolute, out var found) ? found : null;
            exceptions = Variable("NO_PROXY");
        }

        return proxy is null || IsExempt(exceptions, hop) ? null : proxy;
    }

    private static bool IsExempt(string exceptions, HopTarget hop)
    {
        _ = IPAddress.TryParse(hop.Host, out var address);
        foreach (var entry in exceptions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*" || (address is not null && IPNetwork.TryParse(entry, out var network) && network.Contains(address)))
            {
                return true;
            }

            var colon = entry.LastIndexOf(':');
            var hasPort = int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && colon > 0;
            var name = (hasPort ? entry[..colon] : entry).TrimStart('*').TrimStart('.');
            if ((!hasPort || port == hop.Port) && (hop.Host.Equals(name, StringComparison.OrdinalIgnoreCase)
                || hop.Host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToLowerInvariant()) ?? "";
}
