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

    private static readonly FamilyList All = new();

    private static readonly (string File, double Scale, Family Family)[] Table =
    [
        ("in_flight", 1, All.Gauge("node_tape_io_now", "Requests under way.", "device")),
        ("io_ns", Nanosecond, All.Counter("node_tape_io_time_seconds_total", "Time that all requests took, moving the tape included, in seconds.", "device")),
        ("other_cnt", 1, All.Counter("node_tape_io_others_total", "Requests other than reads and writes.", "device")),
        ("read_byte_cnt", 1, All.Counter("node_tape_read_bytes_total", "Data read from tape, in bytes.", "device")),
        ("read_cnt", 1, All.Counter("node_tape_reads_completed_total", "Reads.", "device")),
        ("read_ns", Nanosecond, All.Counter("node_tape_read_time_seconds_total", "Time that reads took, in seconds.", "device")),
        ("resid_cnt", 1, All.Counter("node_tape_residual_total", "Reads and writes that moved another amount than they were to.", "device")),
        ("write_byte_cnt", 1, All.Counter("node_tape_written_bytes_total", "Data written to tape, in bytes.", "device")),
        ("write_cnt", 1, All.Counter("node_tape_writes_completed_total", "Writes.", "device")),
        ("write_ns", Nanosecond, All.Counter("node_tape_write_time_seconds_total", "Time that writes took, in seconds.", "device")),
    ];

    private readonly DirectoryListing _listing;
    private readonly SettingValues _settings;
    private readonly ValueFiles _files = new();

    public TapestatsCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("class/scsi_tape"));
        _settings = context.Settings;
    }

    public string Name => "tapestats";

    public IReadOnlyList<Family> Families => All;

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

            foreach (var (file, scale, family) in Table)
            {
                _files.Add($"{_listing.Path}/{name}/stats/{file}", family, LabelSet.Of("device", name), scale);
            }
        }
    }
}
