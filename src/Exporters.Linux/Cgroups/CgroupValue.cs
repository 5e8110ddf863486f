using System.Buffers.Text;

namespace Exporters.Linux.Cgroups;

/// <summary>Files of one value: a number, or the word <c>max</c> for none.</summary>
public static class CgroupValue
{
    /// <summary>What stands for <c>max</c>.</summary>
    public const ulong Unlimited = ulong.MaxValue;

    /// <summary>The number; <see cref="Unlimited"/> for <c>max</c> and for a negative one, which is how v1 says it.</summary>
    /// <exception cref="ProcFormatException">It is neither.</exception>
    public static ulong Parse(ReadOnlySpan<byte> text, string source)
    {
        var trimmed = text.TrimEnd(" \t\r\n\0"u8);
        if (Utf8Parser.TryParse(trimmed, out ulong value, out var used) && used == trimmed.Length)
        {
            return value;
        }

        return trimmed.SequenceEqual("max"u8) || (Utf8Parser.TryParse(trimmed, out long negative, out used) && used == trimmed.Length && negative < 0)
            ? Unlimited
            : throw new ProcFormatException(source, 1, trimmed, "a number or max");
    }

    /// <summary>Reads a file; null when there is no path, no such file, or it must not be read.</summary>
    /// <exception cref="ProcFormatException">It holds neither a number nor <c>max</c>.</exception>
    public static ulong? Read(string? path)
    {
        if (path is null || ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            return Parse(file.Bytes, path);
        }
    }
}
