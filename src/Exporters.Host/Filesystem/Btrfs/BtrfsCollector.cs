using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Btrfs;

/// <summary>
/// Each mounted btrfs, from <c>/sys/fs/btrfs/UUID</c>, and its devices from ioctl(2) at one of its mount points, where this process may
/// open it.
/// </summary>
internal sealed class BtrfsCollector : ICollector
{
    private readonly DirectoryListing _listing;
    private readonly BtrfsMounts _mounts;
    private readonly List<BtrfsFilesystem> _filesystems = [];

    public BtrfsCollector(HostPaths paths)
    {
        _listing = new DirectoryListing(paths.Sys("fs/btrfs"));
        _mounts = new BtrfsMounts(paths);
    }

    public string Name => "btrfs";

    public IReadOnlyList<Family> Families => BtrfsFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _filesystems.Clear();
            _filesystems.AddRange(_listing.Names.Where(name => name.Contains('-', StringComparison.Ordinal)).Select(name => new BtrfsFilesystem($"{_listing.Path}/{name}", name)));
        }

        if (_filesystems.Count == 0)
        {
            return;
        }

        var devices = _mounts.Devices();
        foreach (var filesystem in _filesystems)
        {
            filesystem.Write(writer, devices);
        }
    }
}
