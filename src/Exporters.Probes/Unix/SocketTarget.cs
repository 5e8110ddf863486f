using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Exporters.Probes.Guard;

namespace Exporters.Probes.Unix;

/// <summary>Targets that are Unix sockets: <c>/run/app.sock</c>, or <c>@app</c> for the abstract name <c>app</c>, unix(7).</summary>
internal static class SocketTarget
{
    /// <summary>How such a target is written.</summary>
    public const string Form = "the absolute path of a socket, or @ and an abstract name, at most 107 bytes,";

    /// <summary>Reads a target; null when it is none. The path is without <c>..</c> then, as patterns are compared with it.</summary>
    public static HopTarget? TryParse(string target)
    {
        if (target.Length < 2 || target[0] is not ('/' or '@') || target.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        var path = target[0] == '/' ? Path.GetFullPath(target) : target;
        return TryEndPoint(path, out _) ? new HopTarget("unix", "", 0, path) : null;
    }

    /// <summary>Where to connect.</summary>
    public static UnixDomainSocketEndPoint EndPoint(HopTarget hop) =>
        TryEndPoint(hop.Path, out var point) ? point : throw new ArgumentException($"no socket: {hop.Path}", nameof(hop));

    private static bool TryEndPoint(string path, [NotNullWhen(true)] out UnixDomainSocketEndPoint? point)
    {
        try
        {
            point = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            // Longer than sockaddr_un has room for.
            point = null;
            return false;
        }
    }
}
