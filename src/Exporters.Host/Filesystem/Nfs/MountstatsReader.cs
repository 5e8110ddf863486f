using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>
/// Walks through the NFS mounts of <c>/proc/PID/mountstats</c>, nfsiostat(8); other mounts have no numbers.
/// <code>
/// device server:/export mounted on /mnt with fstype nfs4 statvers=1.1
/// 	age:	13968
/// 	xprt:	tcp 832 0 1 0 11 6428 6428 0 12154 0 24 26 5726
/// 	per-op statistics
/// 	        READ: 1298 1298 0 207680 1210292152 6 79386 79407
/// </code>
/// </summary>
internal ref struct MountstatsReader(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
{
    private Utf8Cursor _file = new(text, source, unreadable);

    /// <summary>What is mounted, <c>server:/export</c>.</summary>
    public ReadOnlySpan<byte> Export { get; private set; }

    /// <summary>Where, with the kernel's escapes.</summary>
    public ReadOnlySpan<byte> Mountpoint { get; private set; }

    /// <summary>The lines of this mount, without the first.</summary>
    public Utf8Cursor Lines { get; private set; }

    /// <summary>Goes to the next NFS mount that tells anything.</summary>
    public bool Next()
    {
        while (_file.NextLine(out var line))
        {
            if (!line.TrySkip("device "u8))
            {
                continue;
            }

            Export = line.Field();
            line.SkipFields(2);
            Mountpoint = line.Field();
            line.SkipFields(2);
            if (line.Field().StartsWith("nfs"u8) && line.Field().StartsWith("statvers="u8))
            {
                var rest = _file.Rest;
                var end = rest.IndexOf("\ndevice "u8);
                Lines = new Utf8Cursor(end < 0 ? rest : rest[..end], source, unreadable);
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes to the next connection of a mount: the rest of its line after the protocol.</summary>
    public static bool NextTransport(ref Utf8Cursor lines, out string protocol, out Utf8Cursor transport)
    {
        while (lines.NextLine(out transport))
        {
            if (transport.Field().SequenceEqual("xprt:"u8))
            {
                protocol = Encoding.UTF8.GetString(transport.Field());
                return true;
            }
        }

        protocol = "";
        return false;
    }
}
