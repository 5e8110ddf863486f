using System.Buffers.Text;
using System.Globalization;

namespace Exporters.Linux.Journal;

/// <summary>
/// Where an entry is, out of its cursor <c>s=SEQNUM_ID;i=SEQNUM;b=BOOT;m=MONOTONIC;t=REALTIME;x=HASH</c> (all hexadecimal). journald
/// numbers all that it takes, over all of its files; the id changes when that numbering begins anew.
/// </summary>
/// <param name="Numbering">The sequence number's id.</param>
/// <param name="Sequence">The sequence number.</param>
/// <param name="RealtimeMicroseconds">When journald took it, microseconds since 1970.</param>
public readonly record struct JournalPlace(UInt128 Numbering, ulong Sequence, ulong RealtimeMicroseconds)
{
    /// <summary>The cursor as far as it is kept here, which is enough to find the entry, or the closest one, again.</summary>
    public string ToCursor() => string.Create(CultureInfo.InvariantCulture, $"s={Numbering:x32};i={Sequence:x};t={RealtimeMicroseconds:x}");

    /// <summary>Reads a cursor; false when it is none.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cursor, out JournalPlace place)
    {
        UInt128? numbering = null;
        ulong? sequence = null, realtime = null;
        while (!cursor.IsEmpty)
        {
            var end = cursor.IndexOf((byte)';');
            var part = end < 0 ? cursor : cursor[..end];
            cursor = end < 0 ? [] : cursor[(end + 1)..];
            if (part.Length < 3 || part[1] != '=')
            {
                continue;
            }

            var value = part[2..];
            switch (part[0])
            {
                case (byte)'s' when value.Length == 32 && TryHex(value[..16], out var high) && TryHex(value[16..], out var low):
                    numbering = new UInt128(high, low);
                    break;
                case (byte)'i' when TryHex(value, out var number):
                    sequence = number;
                    break;
                case (byte)'t' when TryHex(value, out var number):
                    realtime = number;
                    break;
            }
        }

        place = new JournalPlace(numbering ?? default, sequence ?? 0, realtime ?? 0);
        return numbering is not null && sequence is not null && realtime is not null;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, out ulong value) => Utf8Parser.TryParse(text, out value, out var used, 'x') && used == text.Length;
}
