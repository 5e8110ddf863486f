using System.Globalization;
using System.Net;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>Which proxy a request goes through.</summary>
internal static class ProxyChoice
{
    /// <summary>The proxy; null for none.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="url">The request.</param>
    /// <param name="hop">Where it goes.</param>
    /// <param name="address">The target's address, if it is known already.</param>
    /// <exception cref="ProbeException">The environment names something that is no proxy.</exception>
    public static Uri? For(ProxyOptions options, Uri url, HopTarget hop, IPAddress? address)
    {
        if (!options.IsSet)
        {
            return null;
        }

        var proxy = options.FromEnvironment ? FromEnvironment(url.Scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY") : options.Url;
        if (proxy is null)
        {
            return null;
        }

        // Proxies of the environment are for the world outside, and so is one with exceptions; a proxy_url alone is for everything.
        var exceptions = options.FromEnvironment ? Variable("NO_PROXY") : options.NoProxy;
        address ??= IPAddress.TryParse(hop.Host, out var literal) ? literal : null;
        var isHere = hop.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (address is not null && IPAddress.IsLoopback(address));
        return (isHere && (options.FromEnvironment || exceptions.Length > 0)) || IsExempt(exceptions, hop, address) ? null : proxy;
    }

    private static bool IsExempt(string exceptions, HopTarget hop, IPAddress? address)
    {
        foreach (var entry in exceptions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*" || (address is not null && IPNetwork.TryParse(entry, out var network) && network.Contains(address)))
            {
                return true;
            }

            var (name, port) = Split(entry);
            if (port is { } wanted && wanted != hop.Port)
            {
                continue;
            }

            if (IPAddress.TryParse(name, out var one) ? one.Equals(address) : IsWithin(hop.Host, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An entry as host and port: <c>[::1]:80</c>, <c>::1</c>, <c>example.com:80</c>.</summary>
    private static (string Name, int? Port) Split(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var hasPort = colon > 0 && (entry[colon - 1] == ']' || entry.IndexOf(':', StringComparison.Ordinal) == colon)
            && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        return hasPort
            ? (entry[..colon].Trim('[', ']'), int.Parse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture))
            : (entry.Trim('[', ']'), null);
    }

    /// <summary><c>example.com</c> is the host and everything below it; <c>.example.com</c> and <c>*.example.com</c> only the latter.</summary>
    private static bool IsWithin(string host, string name)
    {
        var below = name.TrimStart('*').TrimStart('.');
        return host.EndsWith("." + below, StringComparison.OrdinalIgnoreCase)
            || (below.Length == name.Length && host.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static Uri? FromEnvironment(string name)
    {
        var text = Variable(name);
        if (text.Length == 0)
        {
            return null;
        }

        if (!text.Contains("://", StringComparison.Ordinal))
        {
            text = "http://" + text;
        }

        return ProxyOptions.TryParse(text, out var url)
            ? url
            : throw new ProbeException(FailureReason.Other, $"the environment's {name} must be {ProxyOptions.Form}");
    }

    private static string Variable(string name) =>
        Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToLowerInvariant()) ?? "";
}
