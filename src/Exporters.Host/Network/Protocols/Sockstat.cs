using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// <c>/proc/net/sockstat</c> and <c>sockstat6</c>, proc_pid_net(5): a protocol, then names and numbers in turn.
/// <code>TCP: inuse 4 orphan 0 tw 4 alloc 17 mem 1</code>
/// <c>mem</c> is in pages, <c>memory</c> in bytes. Names that are none of these are passed over.
/// </summary>
internal static class Sockstat
{
    private const int MaxKey = 64;

    /// <summary>Writes what the file tells. A line without a protocol, and a number that is missing or none, are left out and reported.</summary>
    /// <param name="text">The file.</param>
    /// <param name="source">Its name.</param>
    /// <param name="pageSize">Bytes in a page.</param>
    /// <param name="families">Where the families come from.</param>
    /// <param name="writer">Where they go.</param>
    public static void Write(ReadOnlySpan<byte> text, string source, int pageSize, SockstatFamilies families, FamilyWriter writer)
    {
        Span<byte> key = stackalloc byte[MaxKey];
        for (var file = new Utf8Cursor(text, source, writer.Unreadable); file.NextLine(out var line);)
        {
            if (line.AtEnd)
            {
                continue;
            }

            var protocol = line.Field();
            if (protocol is not [.., (byte)':'] || protocol.Length > MaxKey / 2 || !IsName(protocol[..^1]))
            {
                line.Report(protocol, "a protocol's name and a colon");
                continue;
            }

            protocol = protocol[..^1];
            protocol.CopyTo(key);
            key[protocol.Length] = (byte)'_';
            while (line.TryField(out var name))
            {
                var number = line.Field();
                if (!IsKnown(name, protocol) || line.ParseInt64(number) is not { } value)
                {
                    continue;
                }

                name.CopyTo(key[(protocol.Length + 1)..]);
                var length = protocol.Length + 1 + name.Length;
                writer.Write(families.Get(key[..length]), value);
                if (name.SequenceEqual("mem"u8))
                {
                    "_bytes"u8.CopyTo(key[length..]);
                    writer.Write(families.Get(key[..(length + 6)]), (double)value * pageSize);
                }
            }
        }
    }

    private static bool IsKnown(ReadOnlySpan<byte> name, ReadOnlySpan<byte> protocol) => protocol.SequenceEqual("sockets"u8)
        ? name.SequenceEqual("used"u8)
        : name.SequenceEqual("inuse"u8) || name.SequenceEqual("orphan"u8) || name.SequenceEqual("tw"u8)
          || name.SequenceEqual("alloc"u8) || name.SequenceEqual("mem"u8) || name.SequenceEqual("memory"u8);

    private static bool IsName(ReadOnlySpan<byte> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter))
            {
                return false;
            }
        }

        return text.Length > 0;
    }
}
