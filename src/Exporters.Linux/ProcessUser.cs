using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>The user that this process runs as, inside and outside of its user namespace; see user_namespaces(7).</summary>
public static class ProcessUser
{
    private const string Map = "/proc/self/uid_map";

    /// <summary>The effective user number as this process sees it.</summary>
    public static uint Id => Libc.EffectiveUser();

    /// <summary>
    /// The number by which processes outside the user namespace know this user: 1000 for the root of a rootless container that user
    /// 1000 started. Equal to <see cref="Id"/> outside of a namespace, and where <c>/proc/self/uid_map</c> cannot be read.
    /// </summary>
    public static uint OuterId
    {
        get
        {
            if (ProcFile.TryRead(Map, out var file) != Errno.None)
            {
                return Id;
            }

            using (file)
            {
                return Outer(file.Bytes, Id) ?? Id;
            }
        }
    }

    /// <summary>Looks a user up in the text of <c>uid_map</c>: lines of first number inside, first number outside, count.</summary>
    /// <returns>Null when no line covers the user.</returns>
    internal static uint? Outer(ReadOnlySpan<byte> map, uint id)
    {
        for (var lines = new Utf8Cursor(map, Map); lines.NextLine(out var line);)
        {
            if (line.UInt64() is { } inside && line.UInt64() is { } outside && line.UInt64() is { } count && id >= inside && id - inside < count)
            {
                return (uint)(outside + (id - inside));
            }
        }

        return null;
    }
}
