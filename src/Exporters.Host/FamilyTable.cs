using System.Text;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// Families by what a kernel file calls their numbers, written as lines of text: the kernel's word, the type, the name, the help. Lines
/// with one word in common are the numbers of one line of the file, in their order; <c>-</c> stands for one that is not shown. So a
/// table takes a third of the room in the program that a call for each family takes, and none while its collector finds nothing.
/// <code>rw counter node_xfs_read_calls_total Calls of read(2).</code>
/// </summary>
internal sealed class FamilyTable
{
    private readonly List<(byte[] Key, Family? Family)> _rows = [];
    private readonly List<(byte[] Key, Family?[] Families)> _columns = [];

    /// <summary>Reads the lines; blanks before them are passed over.</summary>
    /// <exception cref="FormatException">A line is none of a table.</exception>
    public FamilyTable(ReadOnlySpan<byte> lines, params string[] labels)
    {
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = Encoding.UTF8.GetString(lines[range]).Trim();
            if (line.Length > 0)
            {
                var words = line.Split(' ', 4);
                _rows.Add((Encoding.UTF8.GetBytes(words[0]), Make(words, labels)));
            }
        }

        foreach (var group in _rows.GroupBy(row => row.Key, Utf8Comparer.Instance))
        {
            _columns.Add((group.Key, [.. group.Select(row => row.Family)]));
        }

        Families = [.. _rows.Where(row => row.Family is not null).Select(row => row.Family!)];
    }

    /// <summary>All families in the order of the lines.</summary>
    public IReadOnlyList<Family> Families { get; }

    /// <summary>Each word with its family.</summary>
    public IEnumerable<(string Key, Family Family)> Rows => _rows.Where(row => row.Family is not null).Select(row => (Encoding.UTF8.GetString(row.Key), row.Family!));

    /// <summary>The family of a word; null for a word that is not in the table.</summary>
    public Family? Find(ReadOnlySpan<byte> key)
    {
        var columns = Columns(key);
        return columns.IsEmpty ? null : columns[0];
    }

    /// <summary>The families of a word in the order of its numbers, null for a number that is not shown; none for a word that is not in the table.</summary>
    public ReadOnlySpan<Family?> Columns(ReadOnlySpan<byte> key)
    {
        foreach (var (known, families) in _columns)
        {
            if (key.SequenceEqual(known))
            {
                return families;
            }
        }

        return [];
    }

    private static Family? Make(string[] words, string[] labels) => words switch
    {
        [_, "-"] => null,
        [_, "counter", var name, var help] => Family.Counter(name, help, labels),
        [_, "gauge", var name, var help] => Family.Gauge(name, help, labels),
        [_, "untyped", var name, var help] => Family.Untyped(name, help, labels),
        _ => throw new FormatException($"BUG: \"{string.Join(' ', words)}\" is no line of a table of families"),
    };
}
