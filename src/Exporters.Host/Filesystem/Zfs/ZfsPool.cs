using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Zfs;

/// <summary>One pool: what it reads and writes, the same of each of its datasets, and its state.</summary>
internal sealed class ZfsPool
{
    private static readonly string[] States = ["online", "degraded", "faulted", "offline", "removed", "unavail", "suspended"];

    private readonly DirectoryListing _listing;
    private readonly string _name;
    private readonly string _ioPath;
    private readonly string _statePath;
    private readonly LabelSet _label;
    private readonly List<string> _objsets = [];
    private readonly Dictionary<byte[], LabelSet> _datasets = new(Utf8Comparer.Instance);

    /// <summary>The pool in <paramref name="directory"/>.</summary>
    public ZfsPool(string directory, string name)
    {
        _listing = new DirectoryListing(directory);
        _name = name;
        _ioPath = $"{directory}/io";
        _statePath = $"{directory}/state";
        _label = LabelSet.Of("zpool", name);
    }

    /// <summary>Reads and writes its files; those that this release does not have are passed over.</summary>
    public void Write(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _objsets.Clear();
            _datasets.Clear();
            _objsets.AddRange(_listing.Names.Where(name => name.StartsWith("objset-", StringComparison.Ordinal)).Select(name => $"{_listing.Path}/{name}"));
        }

        WriteIo(writer);
        foreach (var path in _objsets)
        {
            WriteDataset(writer, path);
        }

        Span<byte> buffer = stackalloc byte[64];
        var state = SysFile.Read(_statePath, buffer, out _);
        if (!state.IsEmpty)
        {
            foreach (var known in States)
            {
                writer.Write(ZfsFamilies.State, Ascii.EqualsIgnoreCase(state, known) ? 1 : 0, _label, null, known);
            }
        }
    }

    /// <summary>A line of names that begins with <c>nread</c>, then one of numbers.</summary>
    private void WriteIo(FamilyWriter writer)
    {
        var errno = ProcFile.TryRead(_ioPath, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            var lines = new Utf8Cursor(file.Bytes, _ioPath, writer.Unreadable);
            while (lines.NextLine(out var names))
            {
                if (names.Rest.StartsWith("nread"u8) && lines.NextLine(out var numbers))
                {
                    while (names.TryField(out var name))
                    {
                        if (ZfsFamilies.Pool.Get(name) is { } family)
                        {
                            writer.WriteIfKnown(family, numbers.UInt64(), _label);
                        }
                    }

                    return;
                }
            }
        }
    }

    private void WriteDataset(FamilyWriter writer, string path)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            for (var rows = new ZfsFile(file.Bytes, path, writer.Unreadable); rows.Next();)
            {
                if (!rows.Dataset.IsEmpty && ZfsFamilies.Dataset.Get(rows.Key) is { } family)
                {
                    writer.WriteIfKnown(family, rows.Value(), Labels(rows.Dataset));
                }
            }
        }
    }

    private LabelSet Labels(ReadOnlySpan<byte> dataset)
    {
        var lookup = _datasets.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(dataset, out var labels))
        {
            labels = new LabelSet(["zpool", "dataset"], [_name, Encoding.UTF8.GetString(dataset)]);
            _datasets.Add(dataset.ToArray(), labels);
        }

        return labels;
    }
}
