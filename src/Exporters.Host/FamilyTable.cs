using System.Runtime.InteropServices;
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
    private readonly List<byte[]> _keys = [];
    private readonly List<List<Family?>> _columns = [];
    private readonly List<Family> _families = [];
    private readonly List<KeyValuePair<string, Family>> _rows = [];

    /// <summary>Reads the lines; blanks before them are passed over.</summary>
    /// <exception cref="FormatException">A line is none of a table.</exception>
    public FamilyTable(ReadOnlySpan<byte> lines, params string[] labels)
    {
        foreach (var range in lines.Split((byte)'\n'))
        {
            var line = Encoding.UTF8.GetString(lines[range]).Trim();
            if (line.Length > 0)
            {
                Add(line.Split(' ', 4), labels);
            }
        }
    }

    /// <summary>All families in the order of the lines.</summary>
    public IReadOnlyList<Family> Families => _families;

    /// <summary>Each word with its family.</summary>
    public IReadOnlyList<KeyValuePair<string, Family>> Rows => _rows;

    /// <summary>The family of a word; null for a word that is not in the table.</summary>
    public Family? Find(ReadOnlySpan<byte> key)
    {
        var columns = Columns(key);
        return columns.IsEmpty ? null : columns[0];
    }

    /// <summary>The families of a word in the order of its numbers, null for a number that is not shown; none for a word that is not in the table.</summary>
    public ReadOnlySpan<Family?> Columns(ReadOnlySpan<byte> key)
    {
        for (var i = 0; i < _keys.Count; i++)
        {
            if (key.SequenceEqual(_keys[i]))
            {
                return CollectionsMarshal.AsSpan(_columns[i]);
            }
        }

        return [];
    }

    private void Add(string[] words, string[] labels)
    {
        var key = Encoding.UTF8.GetBytes(words[0]);
        var place = _keys.FindIndex(known => known.AsSpan().SequenceEqual(key));
        if (place < 0)
        {
            place = _keys.Count;
            _keys.Add(key);
            _columns.Add([]);
        }

        var family = Make(words, labels);
        _columns[place].Add(family);
        if (family is not null)
        {
            _families.Add(family);
            _rows.Add(new(words[0], family));
        }
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
