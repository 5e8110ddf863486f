namespace Exporters.Linux;

/// <summary>
/// <c>/proc/PID/mountinfo</c>, proc_pid_mountinfo(5): one line a mount of the process' mount namespace.
/// <code>
/// 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
/// (1)(2)(3)   (4)   (5)      (6)      (7)   (8) (9)   (10)         (11)
/// </code>
/// (1) number of the mount, (2) number of the mount that it is in, (3) device, (4) root of the mount in its file system, (5) mount point, (6) mount options, (7) optional fields, any number,
/// (8) their end, (9) type, (10) source, which may be empty, (11) options of the file system. Space, tab, newline and backslash
/// in names are written as <c>\040</c> and so on.
/// </summary>
/// <param name="text">The file's bytes.</param>
/// <param name="source">The file's name for messages.</param>
/// <param name="unreadable">Told of each line that is left out because it is no mount; null to have it thrown.</param>
public ref struct MountinfoReader(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
{
    private Utf8Cursor _file = new(text, source, unreadable);

    /// <summary>The whole line, for telling whether it changed.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The number of the mount.</summary>
    public ulong Id { get; private set; }

    /// <summary>The number of the mount that holds the mount point.</summary>
    public ulong ParentId { get; private set; }

    /// <summary>The device's major number.</summary>
    public ulong Major { get; private set; }

    /// <summary>The device's minor number.</summary>
    public ulong Minor { get; private set; }

    /// <summary>The directory of the file system that is mounted, <c>/</c> for all of it; escaped.</summary>
    public ReadOnlySpan<byte> Root { get; private set; }

    /// <summary>Where it is mounted, escaped; see <see cref="Unescape"/>.</summary>
    public ReadOnlySpan<byte> MountPoint { get; private set; }

    /// <summary>Options of this mount, <c>ro,noatime</c> say.</summary>
    public ReadOnlySpan<byte> Options { get; private set; }

    /// <summary>The type, <c>ext4</c> say.</summary>
    public ReadOnlySpan<byte> Type { get; private set; }

    /// <summary>What is mounted, <c>/dev/sda1</c> or <c>server:/export</c> say, escaped.</summary>
    public ReadOnlySpan<byte> Source { get; private set; }

    /// <summary>Options of the file system, which all its mounts share.</summary>
    public ReadOnlySpan<byte> SuperOptions { get; private set; }

    /// <summary>Goes to the next mount; blank lines, and lines with too few fields or no device, are passed over.</summary>
    public bool Next()
    {
        while (_file.NextLine(out var line))
        {
            Line = line.Rest;
            if (!line.AtEnd && TryRead(line))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a comma-separated list of options has <paramref name="option"/> as a whole.</summary>
    public static bool HasOption(ReadOnlySpan<byte> options, ReadOnlySpan<byte> option)
    {
        foreach (var range in options.Split((byte)','))
        {
            if (options[range].SequenceEqual(option))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A name without the kernel's escapes: three octal digits after a backslash are a byte.</summary>
    public static byte[] Unescape(ReadOnlySpan<byte> name)
    {
        var bytes = new byte[name.Length];
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '\\' && i + 3 < name.Length && IsOctal(name[i + 1], 3) && IsOctal(name[i + 2], 7) && IsOctal(name[i + 3], 7))
            {
                bytes[length++] = (byte)(((name[i + 1] - '0') << 6) | ((name[i + 2] - '0') << 3) | (name[i + 3] - '0'));
                i += 3;
            }
            else
            {
                bytes[length++] = name[i];
            }
        }

        return bytes.AsSpan(0, length).ToArray();
    }

    private static bool IsOctal(byte digit, int max) => digit >= '0' && digit <= '0' + max;

    private bool TryRead(Utf8Cursor line)
    {
        if (line.UInt64() is not { } id || line.UInt64() is not { } parent || !TryReadDevice(line, line.Field()))
        {
            return false;
        }

        Id = id;
        ParentId = parent;

        Root = line.Field();
        MountPoint = line.Field();
        Options = line.Field();
        while (line.TryField(out var optional))
        {
            if (optional.SequenceEqual("-"u8))
            {
                // Single blanks delimit the rest: an empty source leaves two in a row.
                line.TrySkip(" "u8);
                Type = line.Until((byte)' ');
                Source = line.Until((byte)' ');
                SuperOptions = line.Until((byte)' ');
                if (!Type.IsEmpty)
                {
                    return true;
                }
            }
        }

        line.Report(default, "a mount with \"- type source options\" at its end");
        return false;
    }

    private bool TryReadDevice(in Utf8Cursor line, ReadOnlySpan<byte> device)
    {
        var colon = device.IndexOf((byte)':');
        if (colon < 0)
        {
            line.Report(device, "a device as major:minor");
            return false;
        }

        if (line.ParseUInt64(device[..colon]) is not { } major || line.ParseUInt64(device[(colon + 1)..]) is not { } minor)
        {
            return false;
        }

        Major = major;
        Minor = minor;
        return true;
    }
}
