using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Zfs;

/// <summary>Statistics of OpenZFS, from <c>/proc/spl/kstat/zfs</c>: a file for each part of the module, a directory for each pool.</summary>
internal sealed class ZfsCollector(HostPaths paths) : ICollector
{
    private readonly DirectoryListing _listing = new(paths.Proc("spl/kstat/zfs"));
    private readonly List<ZfsPool> _pools = [];
    private readonly List<(string Path, KernelFamilies Families)> _files = [];

    public string Name => "zfs";

    public IReadOnlyList<Family> Families => ZfsFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Find();
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "the module zfs is not loaded");
        }

        foreach (var (path, families) in _files)
        {
            Write(writer, path, families);
        }

        foreach (var pool in _pools)
        {
            pool.Write(writer);
        }
    }

    private static void Write(FamilyWriter writer, string path, KernelFamilies families)
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
                if (families.Get(rows.Key) is { } family)
                {
                    writer.WriteIfKnown(family, rows.Value());
                }
            }
        }
    }

    private void Find()
    {
        _files.Clear();
        _pools.Clear();
        foreach (var name in _listing.Names)
        {
            var path = $"{_listing.Path}/{name}";
            var known = Array.Find(ZfsFamilies.Files, file => file.File == name);
            if (known.File is not null)
            {
                _files.Add((path, known.Families));
            }
            else if (Directory.Exists(path))
            {
                _pools.Add(new ZfsPool(path, name));
            }
        }
    }
}
