using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Bcachefs;

/// <summary>One mounted filesystem: counters, tables, devices.</summary>
internal sealed class BcachefsFilesystem
{
    private const string DevicePrefix = "dev-";
    private readonly DirectoryListing _listing;
    private readonly DirectoryListing _counters;
    private readonly string _uuid;
    private readonly LabelSet _label;
    private readonly ValueFiles _files = new();
    private readonly List<BcachefsDevice> _devices = [];

    /// <summary>The filesystem in <paramref name="directory"/>.</summary>
    public BcachefsFilesystem(string directory, string uuid)
    {
        _listing = new DirectoryListing(directory);
        _counters = new DirectoryListing($"{directory}/counters");
        _uuid = uuid;
        _label = LabelSet.Of("uuid", uuid);
    }

    /// <summary>Reads and writes everything; what this release does not have is passed over.</summary>
    public void Write(FamilyWriter writer)
    {
        if (_listing.Refresh() | _counters.Refresh())
        {
            Find();
        }

        writer.Write(BcachefsFamilies.Info, 1, _label);
        _files.Write(writer);
        WriteTable(writer, "compression_stats", BcachefsFamilies.Compression, heading: true);
        WriteTable(writer, "errors", BcachefsFamilies.Errors, heading: false);
        WriteTable(writer, "btree_write_stats", BcachefsFamilies.Writes, heading: true);
        foreach (var device in _devices)
        {
            device.Write(writer);
        }
    }

    private void Find()
    {
        _files.Clear();
        _devices.Clear();
        _files.Add($"{_listing.Path}/btree_cache_size", BcachefsFamilies.BtreeCache, _label, 1, HumanSize.Parse);
        foreach (var name in _counters.Names)
        {
            if (BcachefsFamilies.Counters.Get(Encoding.UTF8.GetBytes(name)) is { } family)
            {
                _files.Add($"{_counters.Path}/{name}", family, _label, 1, SinceCreation);
            }
        }

        foreach (var name in _listing.Names.Where(name => name.StartsWith(DevicePrefix, StringComparison.Ordinal)))
        {
            _devices.Add(new BcachefsDevice($"{_listing.Path}/{name}", _uuid, name[DevicePrefix.Length..]));
        }
    }

    /// <summary>A line <c>since filesystem creation:     70225874</c> after one since the mount.</summary>
    private static double? SinceCreation(ReadOnlySpan<byte> text)
    {
        var key = "since filesystem creation:"u8;
        var start = text.IndexOf(key);
        if (start < 0)
        {
            return null;
        }

        var rest = text[(start + key.Length)..];
        var end = rest.IndexOf((byte)'\n');
        return HumanSize.Parse(end < 0 ? rest : rest[..end]);
    }

    /// <summary>A word, with or without colon, and amounts for each family in their order.</summary>
    private void WriteTable(FamilyWriter writer, string file, Family[] families, bool heading)
    {
        var path = $"{_listing.Path}/{file}";
        var errno = ProcFile.TryRead(path, out var text);
        using (text)
        {
            if (errno != Errno.None)
            {
                return;
            }

            var lines = new Utf8Cursor(text.Bytes, path, writer.Unreadable);
            while (lines.NextLine(out var line))
            {
                var word = line.Field().TrimEnd((byte)':');
                if (word.IsEmpty || (heading && lines.LineNumber == 1))
                {
                    continue;
                }

                var name = Encoding.UTF8.GetString(word);
                foreach (var family in families)
                {
                    var field = line.Field();
                    if (HumanSize.Parse(field) is { } value)
                    {
                        writer.Write(family, value, _label, null, name);
                    }
                    else
                    {
                        line.Report(field, "an amount such as 48.9G");
                    }
                }
            }
        }
    }
}
