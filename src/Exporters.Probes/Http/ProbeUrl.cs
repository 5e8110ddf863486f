using System.Diagnostics.CodeAnalysis;
using Exporters.Probes.Guard;
using Exporters.Probes.Results;

namespace Exporters.Probes.Http;

/// <summary>URLs of targets and of redirects. What passes here has a host that can be asked for and a port.</summary>
internal static class ProbeUrl
{
    private const int MostShown = 200;

    /// <summary>The target as a URL; without a scheme it is http.</summary>
    public static bool TryParse(string target, [NotNullWhen(true)] out Uri? url) => TryAbsolute(HasScheme(target) ? target : "http://" + target, out url);

    /// <summary>The URL that a Location header leads to, as in RFC 3986 5.2.</summary>
    /// <param name="from">The URL of the request.</param>
    /// <param name="location">The header.</param>
    /// <exception cref="ProbeException">It leads to nothing that can be requested.</exception>
    public static Uri Follow(Uri from, string location)
    {
        // The runtime takes a backslash for a slash; in a URL it is a character of a path.
        var text = location.Replace("\\", "%5C", StringComparison.Ordinal);
        if (SchemeOf(text) is { } scheme)
        {
            if (scheme is not ("http" or "https"))
            {
                throw new ProbeException(FailureReason.Other, $"redirected to {scheme}:, which is not HTTP");
            }

            return TryAbsolute(text, out var url) ? WithFragment(url, from) : throw NoUrl(location);
        }

        // Two slashes begin a host, three an empty one: then all of it is a path.
        if (text.StartsWith("///", StringComparison.Ordinal))
        {
            text = from.GetLeftPart(UriPartial.Authority) + text;
        }

        if (IsBroken(text) || (text.StartsWith("//", StringComparison.Ordinal) && !TryAbsolute(from.Scheme + ":" + text, out _)))
        {
            throw NoUrl(location);
        }

        return Uri.TryCreate(from, text, out var next) && IsUsable(next) ? WithFragment(next, from) : throw NoUrl(location);
    }

    private static bool TryAbsolute(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        return !IsBroken(text) && text.AsSpan(text.IndexOf(':', StringComparison.Ordinal) + 1).StartsWith("//")
            && Uri.TryCreate(text, UriKind.Absolute, out url) && IsUsable(url) && !HostName.IsOddAddress(HostOf(text));
    }

    /// <summary>The host as it was written: <see cref="Uri"/> has made an address of what may not have been meant as one.</summary>
    private static string HostOf(string text)
    {
        var authority = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
        var end = authority.AsSpan().IndexOfAny('/', '?', '#');
        authority = end < 0 ? authority : authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var colon = authority.LastIndexOf(':');
        return colon < 0 ? authority : authority[..colon];
    }

    /// <summary>Whether there is a host, as a name that resolvers take.</summary>
    private static bool IsUsable(Uri url)
    {
        try
        {
            return url.Scheme is "http" or "https" && url.Host.Length > 0 && HostName.TryParse(HopTarget.Of(url).Host, out _);
        }
        catch (UriFormatException)
        {
            // A name that has no ASCII form.
            return false;
        }
    }

    private static bool HasScheme(string target) =>
        target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The scheme in lower case; null when the text has none.</summary>
    private static string? SchemeOf(string text)
    {
        var colon = text.AsSpan().IndexOfAny(":/?#");
        return colon > 0 && text[colon] == ':' && Uri.CheckSchemeName(text[..colon]) ? text[..colon].ToLowerInvariant() : null;
    }

    /// <summary>Whether there are control characters, or in the path a percent sign that begins no escape; the runtime would mend both.</summary>
    private static bool IsBroken(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\0', '\x1F') || text.Contains('\x7F', StringComparison.Ordinal))
        {
            return true;
        }

        var end = text.AsSpan().IndexOfAny('?', '#');
        var path = text.AsSpan(0, end < 0 ? text.Length : end);
        for (var at = path.IndexOf('%'); at >= 0; at = path.IndexOf('%'))
        {
            if (at + 2 >= path.Length || !char.IsAsciiHexDigit(path[at + 1]) || !char.IsAsciiHexDigit(path[at + 2]))
            {
                return true;
            }

            path = path[(at + 3)..];
        }

        return false;
    }

    private static Uri WithFragment(Uri next, Uri from) =>
        next.Fragment.Length == 0 && from.Fragment.Length > 0 ? new UriBuilder(next) { Fragment = from.Fragment }.Uri : next;

    private static ProbeException NoUrl(string location)
    {
        var shown = location.Length > MostShown ? location[..MostShown] + "…" : location;
        return new ProbeException(FailureReason.Other, $"redirected to \"{shown}\", which is no URL that can be requested");
    }
}
