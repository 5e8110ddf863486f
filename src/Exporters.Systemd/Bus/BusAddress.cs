using System.Net.Sockets;
using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>
/// One address of a bus, as in "Server Addresses" of the D-Bus specification. Only unix sockets: what speaks for systemd has no other.
/// <code>unix:path=/run/dbus/system_bus_socket;unix:abstract=/tmp/dbus-x,guid=…</code>
/// </summary>
/// <param name="Path">The socket's path, or its name in the abstract name space.</param>
/// <param name="IsAbstract">Whether it stands in the abstract name space rather than in the file system.</param>
internal readonly record struct BusAddress(string Path, bool IsAbstract)
{
    /// <summary>Reads a list of addresses; those of other transports are left out, and it is an error when nothing remains.</summary>
    public static bool TryParse(string text, out IReadOnlyList<BusAddress> addresses, out string error)
    {
        var found = new List<BusAddress>();
        addresses = found;
        foreach (var one in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (one.StartsWith('/'))
            {
                found.Add(new BusAddress(one, false));
                continue;
            }

            if (!one.StartsWith("unix:", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var pair in one["unix:".Length..].Split(','))
            {
                var equals = pair.IndexOf('=');
                var key = equals < 0 ? pair : pair[..equals];
                if (key is "path" or "abstract")
                {
                    if (!TryUnescape(pair[(equals + 1)..], out var path) || path.Length == 0)
                    {
                        error = $"not a bus address: \"{text}\" ({key} is empty or wrongly escaped)";
                        return false;
                    }

                    found.Add(new BusAddress(path, key == "abstract"));
                }
            }
        }

        error = found.Count > 0 ? "" : $"must be the address of a unix socket such as unix:path=/run/dbus/system_bus_socket, got \"{text}\"";
        return found.Count > 0;
    }

    /// <summary>Whether nothing stands at the path; for an abstract name only connecting can tell.</summary>
    public bool IsMissing => !IsAbstract && !File.Exists(Path);

    /// <summary>Where to connect.</summary>
    public UnixDomainSocketEndPoint EndPoint() => new(IsAbstract ? "\0" + Path : Path);

    /// <inheritdoc/>
    public override string ToString() => IsAbstract ? $"unix:abstract={Path}" : $"unix:path={Path}";

    private static bool TryUnescape(string text, out string value)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(text.AsSpan(i, char.IsSurrogatePair(text, i) ? 2 : 1), bytes.AsSpan(length));
                i += char.IsSurrogate(text[i]) ? 1 : 0;
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var b))
            {
                bytes[length++] = b;
                i += 2;
            }
            else
            {
                value = "";
                return false;
            }
        }

        value = Encoding.UTF8.GetString(bytes, 0, length);
        return true;
    }
}
