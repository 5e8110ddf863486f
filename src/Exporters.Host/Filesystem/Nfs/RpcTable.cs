using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>
/// The files of <c>/proc/net/rpc</c>: a word at the beginning of each line, then numbers that stand for what their place says. Numbers
/// that this kernel does not have yet, or no longer, are not shown; later ones are passed over.
/// <code>net 70 70 69 45</code>
/// </summary>
internal sealed class RpcTable
{
    private readonly List<(byte[] Key, (Family? Family, LabelSet Labels)[] Columns)> _lines = [];

    /// <summary>A line and the family of each number; null for one that is not shown.</summary>
    public RpcTable Line(ReadOnlySpan<byte> key, params (Family? Family, LabelSet Labels)[] columns)
    {
        _lines.Add((key.ToArray(), columns));
        return this;
    }

    /// <summary>A line and the method of each number, all in one family; an empty name for one that is not shown.</summary>
    public RpcTable Methods(ReadOnlySpan<byte> key, Family family, string protocol, string names)
    {
        _lines.Add((key.ToArray(), Array.ConvertAll(names.Split(' '), name =>
            name == "-" ? ((Family?)null, LabelSet.Empty) : (family, new LabelSet(["proto", "method"], [protocol, name])))));
        return this;
    }

    /// <summary>Writes what the file tells.</summary>
    public void Write(FamilyWriter writer, string path, string lacking)
    {
        using var file = HostFile.Read(path, lacking);
        for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
        {
            var key = line.Field();
            foreach (var (known, columns) in _lines)
            {
                if (key.SequenceEqual(known))
                {
                    Write(writer, line, columns);
                    break;
                }
            }
        }
    }

    private static void Write(FamilyWriter writer, Utf8Cursor line, (Family? Family, LabelSet Labels)[] columns)
    {
        foreach (var (family, labels) in columns)
        {
            if (!line.TryField(out var field))
            {
                return;
            }

            if (family is not null)
            {
                writer.WriteIfKnown(family, line.ParseUInt64(field), labels);
            }
        }
    }
}
