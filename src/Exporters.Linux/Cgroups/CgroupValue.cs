using System.Buffers.Text;

namespace Exporters.Linux.Cgroups;

/// <summary>Files of one value: a number, or the word <c>max</c> for none.</summary>
public static class CgroupValue
{
    /// <summary>What stands for <c>max</c>.</summary>
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>The number; <see cref="Unlimited"/> for <c>max</c> and for a negative one, which is how v1 says it.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="source">The file's name for messages.</param>
    /// <param name="unreadable">Told when it is neither, and null is the answer; null to have it thrown.</param>
    public static ulong? Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        var trimmed = text.TrimEnd(" \t\r\n\0"u8);
        if (Utf8Parser.TryParse(trimmed, out ulong value, out var used) && used == trimmed.Length)
        {
            return value;
        }

        if (trimmed.SequenceEqual("max"u8) || (Utf8Parser.TryParse(trimmed, out long negative, out used) && used == trimmed.Length && negative < 0))
        {
            return Unlimited;
        }

        new Utf8Cursor(trimmed, source, unreadable).Report(trimmed, "a number or max");
        return null;
    }

    /// <summary>Reads a file; null when there is no path, no such file, or it must not be read.</summary>
    /// <remarks>Text that is neither a number nor <c>max</c> is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static ulong? Read(string? path, Action<ProcFormatException>? unreadable = null)
    {
        if (path is null || ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            return Parse(file.Bytes, path, unreadable);
        }
    }
}
