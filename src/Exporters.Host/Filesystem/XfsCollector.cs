using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem;

/// <summary>
/// Statistics of each mounted XFS, from <c>/sys/fs/xfs/DEVICE/stats/stats</c> (kernel fs/xfs/xfs_stats.c): a line for each subject,
/// with counters of 32 bits that begin anew when they are full.
/// <code>
/// extent_alloc 1 872 0 0
/// rw 28 0
/// </code>
/// </summary>
internal sealed class XfsCollector(HostPaths paths) : ICollector
{
    private readonly DirectoryListing _listing = new(paths.Sys("fs/xfs"));
    private readonly List<(string Path, LabelSet Label)> _devices = [];

    public string Name => "xfs";

    public IReadOnlyList<Family> Families => XfsFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _devices.Clear();
            _devices.AddRange(_listing.Names.Select(name => ($"{_listing.Path}/{name}/stats/stats", LabelSet.Of("device", name))));
        }

        foreach (var (path, label) in _devices)
        {
            // Beside the devices stand directories of the driver itself, and a device may go meanwhile.
            var errno = ProcFile.TryRead(path, out var file);
            using (file)
            {
                if (errno == Errno.None)
                {
                    Write(writer, new Utf8Cursor(file.Bytes, path, writer.Unreadable), label);
                }
            }
        }
    }

    private static void Write(FamilyWriter writer, Utf8Cursor lines, LabelSet label)
    {
        while (lines.NextLine(out var line))
        {
            if (XfsFamilies.Of(line.Field()) is { } families)
            {
                foreach (var family in families)
                {
                    writer.WriteIfKnown(family, line.UInt64(), label);
                }
            }
        }
    }
}
