using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// <c>/proc/net/snmp6</c>: a name and a value in each line; the protocol ends with the first 6 of the name.
/// <code>Ip6InOctets                     	2104</code>
/// The family of each line is remembered by its place, and looked up again when another name stands there.
/// </summary>
internal sealed class Snmp6Table(NetstatFamilies families)
{
    private readonly List<(byte[] Name, Family? Family)> _lines = [];

    /// <summary>
    /// Writes the values that are wanted; lines without a 6 in their name or without a value are passed over. A wanted value that is no
    /// number is left out and reported.
    /// </summary>
    public void Write(ReadOnlySpan<byte> text, string source, FamilyWriter writer)
    {
        var position = 0;
        for (var file = new Utf8Cursor(text, source, writer.Unreadable); file.NextLine(out var line); position++)
        {
            var name = line.Field();
            if (Find(name, position) is { } family && line.TryField(out var value))
            {
                writer.WriteIfKnown(family, NetstatNumber.Parse(line, value));
            }
        }
    }

    private Family? Find(ReadOnlySpan<byte> name, int position)
    {
        if (position < _lines.Count && name.SequenceEqual(_lines[position].Name))
        {
            return _lines[position].Family;
        }

        var six = name.IndexOf((byte)'6') + 1;
        var line = (name.ToArray(), six == 0 ? null : families.Get(name[..six], name[six..]));
        if (position < _lines.Count)
        {
            _lines[position] = line;
        }
        else
        {
            _lines.Add(line);
        }

        return line.Item2;
    }
}
