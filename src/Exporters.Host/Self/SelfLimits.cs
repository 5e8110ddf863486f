using Exporters.Linux;

namespace Exporters.Host.Self;

/// <summary>
/// Two soft limits of <c>/proc/self/limits</c>, proc_pid_limits(5); null when the file does not tell.
/// <code>Max open files            1024                 524288               files</code>
/// </summary>
/// <param name="OpenFiles">Most files that the process may open.</param>
/// <param name="AddressSpaceBytes">Largest address space, in bytes.</param>
internal readonly record struct SelfLimits(double? OpenFiles, double? AddressSpaceBytes)
{
    /// <summary>Reads the two lines; one with neither a number nor "unlimited" is null, and reported.</summary>
    public static SelfLimits Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        double? files = null, space = null;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            if (line.TrySkip("Max open files"u8))
            {
                files = Soft(ref line);
            }
            else if (line.TrySkip("Max address space"u8))
            {
                space = Soft(ref line);
            }
        }

        return new SelfLimits(files, space);
    }

    /// <summary>Unlimited is 2^64 - 1 bytes, as the peers' client library writes it.</summary>
    private static double? Soft(ref Utf8Cursor line)
    {
        var field = line.Field();
        return field.SequenceEqual("unlimited"u8) ? ulong.MaxValue : line.ParseUInt64(field);
    }
}
