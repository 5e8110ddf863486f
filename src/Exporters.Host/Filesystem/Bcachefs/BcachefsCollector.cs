using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Bcachefs;

/// <summary>Statistics of each mounted bcachefs, from <c>/sys/fs/bcachefs/UUID</c>.</summary>
internal sealed class BcachefsCollector(HostPaths paths) : ICollector
{
    private readonly DirectoryListing _listing = new(paths.Sys("fs/bcachefs"));
    private readonly List<BcachefsFilesystem> _filesystems = [];

    public string Name => "bcachefs";

    public IReadOnlyList<Family> Families => BcachefsFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _filesystems.Clear();
            _filesystems.AddRange(_listing.Names.Select(name => new BcachefsFilesystem($"{_listing.Path}/{name}", name)));
        }

        if (_filesystems.Count == 0)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno == Errno.None ? Errno.NoEntry : _listing.Errno, "no bcachefs is mounted");
        }

        foreach (var filesystem in _filesystems)
        {
            filesystem.Write(writer);
        }
    }
}
