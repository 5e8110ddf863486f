using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>Tape drives, from <c>/sys/class/scsi_tape/stN/stats</c>; kernel Documentation/scsi/st.rst.</summary>
internal sealed class TapestatsCollector : ICollector
{
    private const double Nanosecond = 1e-9;
    private static readonly Setting Ignored = Setting.Regex("collector.tapestats.ignored-devices", "^$", "Tape drives not to show.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Ignored];

    private static readonly FamilyTable Table = new(
        """
        in_flight gauge node_tape_io_now Requests under way.
        io_ns counter node_tape_io_time_seconds_total Time that all requests took, moving the tape included, in seconds.
        other_cnt counter node_tape_io_others_total Requests other than reads and writes.
        read_byte_cnt counter node_tape_read_bytes_total Data read from tape, in bytes.
        read_cnt counter node_tape_reads_completed_total Reads.
        read_ns counter node_tape_read_time_seconds_total Time that reads took, in seconds.
        resid_cnt counter node_tape_residual_total Reads and writes that moved another amount than they were to.
        write_byte_cnt counter node_tape_written_bytes_total Data written to tape, in bytes.
        write_cnt counter node_tape_writes_completed_total Writes.
        write_ns counter node_tape_write_time_seconds_total Time that writes took, in seconds.
        """u8,
        "device");

    private readonly DirectoryListing _listing;
    private readonly SettingValues _settings;
    private readonly ValueFiles _files = new();

    public TapestatsCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("class/scsi_tape"));
        _settings = context.Settings;
    }

    public string Name => "tapestats";

    public IReadOnlyList<Family> Families => Table.Families;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Find();
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "this machine has no tape drive");
        }

        _files.Write(writer);
    }

    /// <summary>Each drive has eight names, for its modes and without rewinding, all with the same numbers: <c>st0</c> stands for them.</summary>
    private void Find()
    {
        _files.Clear();
        foreach (var name in _listing.Names)
        {
            if (!name.StartsWith("st", StringComparison.Ordinal) || name.AsSpan(2).ContainsAnyExceptInRange('0', '9') || (_settings.Pattern(Ignored)?.IsMatch(name) ?? false))
            {
                continue;
            }

            var label = LabelSet.Of("device", name);
            foreach (var (file, family) in Table.Rows)
            {
                _files.Add($"{_listing.Path}/{name}/stats/{file}", family, label, file.EndsWith("_ns", StringComparison.Ordinal) ? Nanosecond : 1);
            }
        }
    }
}
