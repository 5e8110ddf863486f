using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>
/// Caches of block devices, from <c>/sys/fs/bcache/UUID</c> (kernel Documentation/admin-guide/bcache.rst): one-value files of the set, of
/// each device that is cached (<c>bdevN</c>) and of each that caches (<c>cacheN</c>).
/// </summary>
internal sealed class BcacheCollector : ICollector
{
    private static readonly Setting Priority = Setting.Switch(
        "collector.bcache.priorityStats", false, "Show priority_stats too, for which the kernel walks through all buckets of the cache.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Priority];

    private readonly DirectoryListing _listing;
    private readonly bool _priority;
    private readonly List<(DirectoryListing Set, ValueFiles Files, List<BcacheBackingDevice> Devices, List<(string Path, LabelSet Labels)> Priorities)> _sets = [];

    public BcacheCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("fs/bcache"));
        _priority = context.Settings.Switch(Priority);
    }

    public string Name => "bcache";

    public IReadOnlyList<Family> Families => BcacheFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _sets.Clear();
            foreach (var name in _listing.Names.Where(name => name.Contains('-', StringComparison.Ordinal)))
            {
                _sets.Add((new DirectoryListing($"{_listing.Path}/{name}"), new ValueFiles(), [], []));
            }
        }

        foreach (var (set, files, devices, priorities) in _sets)
        {
            if (set.Refresh())
            {
                Find(set, files, devices, priorities);
            }

            files.Write(writer);
            foreach (var device in devices)
            {
                device.Write(writer);
            }

            foreach (var (path, labels) in priorities)
            {
                WritePriorities(writer, path, labels);
            }
        }
    }

    private void Find(DirectoryListing set, ValueFiles files, List<BcacheBackingDevice> devices, List<(string Path, LabelSet Labels)> priorities)
    {
        var uuid = Path.GetFileName(set.Path);
        files.Clear();
        devices.Clear();
        priorities.Clear();
        var label = LabelSet.Of("uuid", uuid);
        files.AddAll(set.Path, BcacheFamilies.Set, label, HumanSize.ParseBcache);
        files.AddAll($"{set.Path}/internal", BcacheFamilies.Internal, label, HumanSize.ParseBcache);

        // The peer takes these microseconds for nanoseconds, and dashboards are drawn for its values.
        files.Add($"{set.Path}/internal/btree_read_average_duration_us", BcacheFamilies.ReadDuration, label, 1e-9, HumanSize.ParseBcache);
        foreach (var name in set.Names)
        {
            if (IsNumbered(name, "bdev"))
            {
                var labels = new LabelSet(["uuid", "backing_device"], [uuid, name]);
                files.Add($"{set.Path}/{name}/dirty_data", BcacheFamilies.DirtyData, labels, 1, HumanSize.ParseBcache);
                files.AddAll($"{set.Path}/{name}/stats_total", BcacheFamilies.Total, labels, HumanSize.ParseBcache);
                files.Add($"{set.Path}/{name}/stats_total/cache_readaheads", BcacheFamilies.Readaheads, labels, 1, UnlessZero);
                devices.Add(new BcacheBackingDevice($"{set.Path}/{name}/writeback_rate_debug", labels));
            }
            else if (IsNumbered(name, "cache"))
            {
                var labels = new LabelSet(["uuid", "cache_device"], [uuid, name]);
                files.AddAll($"{set.Path}/{name}", BcacheFamilies.Cache, labels, HumanSize.ParseBcache);
                if (_priority)
                {
                    priorities.Add(($"{set.Path}/{name}/priority_stats", labels));
                }
            }
        }
    }

    private static bool IsNumbered(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && !name.AsSpan(prefix.Length).ContainsAnyExceptInRange('0', '9');

    private static double? UnlessZero(ReadOnlySpan<byte> text) => HumanSize.ParseBcache(text) is { } value && value == 0 ? double.NaN : HumanSize.ParseBcache(text);

    /// <summary><c>Unused: 99%</c> and <c>Metadata: 0%</c> among other lines.</summary>
    private static void WritePriorities(FamilyWriter writer, string path, LabelSet labels)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
            {
                var key = line.Field();
                var family = key.SequenceEqual("Unused:"u8) ? BcacheFamilies.Unused : key.SequenceEqual("Metadata:"u8) ? BcacheFamilies.Metadata : null;
                if (family is not null)
                {
                    writer.WriteIfKnown(family, line.ParseUInt64(line.Field().TrimEnd((byte)'%')), labels);
                }
            }
        }
    }
}
