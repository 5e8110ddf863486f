using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// <c>/proc/net/snmp</c> and <c>/proc/net/netstat</c>, proc_pid_net(5): for each protocol a line of names and a line of values.
/// <code>Udp: InDatagrams NoPorts InErrors
/// Udp: 123 4 0</code>
/// The names stay the same until the kernel is another, so the family of each column is looked up once; after that a line of
/// names is compared as a whole, and only the values that are wanted are read.
/// </summary>
internal sealed class FieldTable(NetstatFamilies families)
{
    private readonly List<Layout> _layouts = [];

    /// <summary>
    /// Writes the values that are wanted. A protocol whose names and values do not fit together, and a wanted value that is no number,
    /// are left out and reported.
    /// </summary>
    public void Write(ReadOnlySpan<byte> text, string source, FamilyWriter writer)
    {
        var position = 0;
        for (var file = new Utf8Cursor(text, source, writer.Unreadable); file.NextLine(out var names);)
        {
            if (names.AtEnd)
            {
                continue;
            }

            if (!Layout.IsNames(names))
            {
                names.Report(default, "a protocol's name and a colon");
                continue;
            }

            var layout = Find(names, position++);
            var ahead = file;
            if (!ahead.NextLine(out var values) || !values.TrySkip(layout.Prefix))
            {
                names.Report(default, "a line of names followed by one of values for the same protocol");
                continue;
            }

            file = ahead;
            Write(layout, values, writer);
        }
    }

    private static void Write(Layout layout, Utf8Cursor values, FamilyWriter writer)
    {
        foreach (var family in layout.Families)
        {
            if (!values.TryField(out var value))
            {
                values.Report(default, $"{layout.Families.Length} values");
                return;
            }

            if (family is not null)
            {
                writer.WriteIfKnown(family, NetstatNumber.Parse(values, value));
            }
        }
    }

    private Layout Find(Utf8Cursor names, int position)
    {
        if (position < _layouts.Count && names.Rest.SequenceEqual(_layouts[position].Names))
        {
            return _layouts[position];
        }

        var layout = new Layout(names, families);
        if (position < _layouts.Count)
        {
            _layouts[position] = layout;
        }
        else
        {
            _layouts.Add(layout);
        }

        return layout;
    }

    private sealed class Layout
    {
        public Layout(Utf8Cursor names, NetstatFamilies families)
        {
            Names = names.Rest.ToArray();
            var first = names.Field();
            Prefix = first.ToArray();
            var columns = new List<Family?>();
            while (names.TryField(out var name))
            {
                columns.Add(families.Get(first[..^1], name));
            }

            Families = [.. columns];
        }

        /// <summary>Whether a line begins with a protocol's name and a colon.</summary>
        public static bool IsNames(Utf8Cursor line) => line.Field() is [_, .., (byte)':'];

        public byte[] Names { get; }

        public byte[] Prefix { get; }

        public Family?[] Families { get; }
    }
}
