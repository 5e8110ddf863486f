using System.Globalization;
using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Time;

/// <summary>
/// The wall clock, the time zone of this process, and what drives the clock, from <c>/sys/devices/system/clocksource</c> (kernel
/// Documentation/timers/timekeeping.rst).
/// </summary>
internal sealed class TimeCollector(HostPaths paths, TimeProvider time) : ICollector
{
    private const string DirectoryPrefix = "clocksource";
    private static readonly FamilyList All = new();
    private static readonly Family Seconds = All.Gauge("node_time_seconds", "The wall clock, in Unix time.");
    private static readonly Family ZoneOffset = All.Gauge(
        "node_time_zone_offset_seconds", "Seconds that local time is ahead of UTC.", "time_zone");

    private static readonly Family Available = All.Info(
        "node_time_clocksource_available_info", "Clock sources that the machine has.", "device", "clocksource");

    private static readonly Family Current = All.Info(
        "node_time_clocksource_current_info", "The clock source in use.", "device", "clocksource");

    private readonly DirectoryListing _listing = new(paths.Sys("devices/system/clocksource"));
    private readonly List<Device> _devices = [];

    public string Name => "time";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        var now = time.GetUtcNow();
        writer.Write(Seconds, (now - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond);
        var zone = LocalZone.At(now);
        writer.Write(ZoneOffset, zone.OffsetSeconds, zone.Abbreviation);

        if (_listing.Refresh())
        {
            FindDevices();
        }

        foreach (var device in _devices)
        {
            device.Write(writer);
        }
    }

    private void FindDevices()
    {
        _devices.Clear();
        foreach (var name in _listing.Names)
        {
            if (name.StartsWith(DirectoryPrefix, StringComparison.Ordinal)
                && uint.TryParse(name.AsSpan(DirectoryPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                _devices.Add(new Device(name[DirectoryPrefix.Length..], $"{_listing.Path}/{name}"));
            }
        }
    }

    /// <summary>One directory <c>clocksourceN</c>: the labels are made anew only when its files say something else.</summary>
    private sealed class Device(string number, string path)
    {
        private readonly string _availablePath = $"{path}/available_clocksource";
        private readonly string _currentPath = $"{path}/current_clocksource";
        private byte[] _availableText = [];
        private byte[] _currentText = [];
        private LabelSet[] _available = [];
        private LabelSet[] _current = [];

        public void Write(FamilyWriter writer)
        {
            Span<byte> buffer = stackalloc byte[1024];
            Read(SysFile.Read(_availablePath, buffer, out _), ref _availableText, ref _available);
            Read(SysFile.Read(_currentPath, buffer, out _), ref _currentText, ref _current);
            foreach (var labels in _available)
            {
                writer.Write(Available, 1, labels);
            }

            foreach (var labels in _current)
            {
                writer.Write(Current, 1, labels);
            }
        }

        private void Read(ReadOnlySpan<byte> text, ref byte[] known, ref LabelSet[] labels)
        {
            if (!text.SequenceEqual(known))
            {
                known = text.ToArray();
                labels = Array.ConvertAll(
                    Encoding.UTF8.GetString(text).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                    source => new LabelSet(["device", "clocksource"], [number, source]));
            }
        }
    }
}
