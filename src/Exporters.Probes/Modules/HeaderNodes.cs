using System.Buffers;
using Exporters.Configuration;
using Exporters.Probes.Guard;

namespace Exporters.Probes.Modules;

/// <summary>Names, values, methods and hosts that become lines of a request: what would break the line is a problem where it stands.</summary>
internal static class HeaderNodes
{
    // A token of RFC 9110 5.6.2.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Notes a problem when the text is no header name.</summary>
    public static void CheckName(string name, ConfigNode node)
    {
        if (!IsToken(name))
        {
            node.Problem($"\"{Shown(name)}\" is no header name");
        }
    }

    /// <summary>The value of a header; null, with a problem, when it has a line break or another control character.</summary>
    public static string? Value(ConfigNode? node)
    {
        if (node?.Text() is not { } text)
        {
            return null;
        }

        if (IsValue(text))
        {
            return text;
        }

        node.Problem("must not have line breaks or other control characters in it: it becomes one header of the request");
        return null;
    }

    /// <summary>The value of a Host header, its name in ASCII; null, with a problem, when it is none.</summary>
    public static string? Host(ConfigNode node)
    {
        if (node.Text() is not { } text || text.Length == 0)
        {
            return null;
        }

        if (HostName.TryParseHeader(text, out var host))
        {
            return host;
        }

        node.Problem($"must be a host name or address, with a port where it is not the usual one, got \"{Shown(text)}\"");
        return null;
    }

    /// <summary>The name of a server for TLS, in ASCII; empty for none.</summary>
    public static string ServerName(ConfigNode? node)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return "";
        }

        if (HostName.TryParse(text, out var host))
        {
            return host;
        }

        node.Problem($"must be a host name or address, got \"{Shown(text)}\"");
        return "";
    }

    /// <summary>The method of a request; GET when it is not said.</summary>
    public static string Method(ConfigNode? node)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return "GET";
        }

        if (IsToken(text))
        {
            return text;
        }

        node.Problem($"must be a method such as GET, HEAD or POST, got \"{Shown(text)}\"");
        return "GET";
    }

    /// <summary>Whether a text may be the value of a header.</summary>
    public static bool IsValue(string text) =>
        !text.AsSpan().ContainsAnyInRange('\0', '\b') && !text.AsSpan().ContainsAnyInRange('\n', '\x1F') && !text.Contains('\x7F', StringComparison.Ordinal);

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>The text on one line.</summary>
    private static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));
}
