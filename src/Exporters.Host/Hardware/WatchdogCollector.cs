using System.Buffers.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>Watchdog devices, from <c>/sys/class/watchdog</c> (kernel Documentation/ABI/testing/sysfs-class-watchdog).</summary>
internal sealed class WatchdogCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();

    private static readonly (string File, Family Family)[] Numbers =
    [
        ("bootstatus", Gauge("node_watchdog_bootstatus", "Status of the watchdog at boot, bit mask WDIOF_*.")),
        ("fw_version", Gauge("node_watchdog_fw_version", "Version of the watchdog's firmware.")),
        ("nowayout", Gauge("node_watchdog_nowayout", "1 if the watchdog cannot be stopped once it runs.")),
        ("timeleft", Gauge("node_watchdog_timeleft_seconds", "Time until the watchdog resets the machine, in seconds.")),
        ("timeout", Gauge("node_watchdog_timeout_seconds", "Time without a sign of life after which the watchdog resets the machine, in seconds.")),
        ("pretimeout", Gauge("node_watchdog_pretimeout_seconds", "Time before the reset at which the watchdog gives warning, in seconds.")),
        ("access_cs0", Gauge("node_watchdog_access_cs0", "1 if the machine was booted from the secondary chip.")),
    ];

    private static readonly string[] Texts = ["options", "identity", "state", "status", "pretimeout_governor"];

    private static readonly Family Info = All.Info("node_watchdog_info", "What the watchdog is and does.", ["name", .. Texts]);

    private readonly DirectoryListing _listing = new(paths.Sys("class/watchdog"));
    private readonly Dictionary<string, LabelSet> _names = new(StringComparer.Ordinal);

    public string Name => "watchdog";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        _listing.Refresh();
        if (_listing.Names.Count == 0)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno == Errno.None ? Errno.NoEntry : _listing.Errno, "this machine has no watchdog");
        }

        foreach (var name in _listing.Names)
        {
            Write(writer, name);
        }
    }

    private static Family Gauge(string name, string help) => All.Gauge(name, help, "name");

    private void Write(FamilyWriter writer, string name)
    {
        var directory = $"{_listing.Path}/{name}";
        if (!_names.TryGetValue(name, out var label))
        {
            _names.Add(name, label = LabelSet.Of("name", name));
        }

        foreach (var (file, family) in Numbers)
        {
            writer.WriteIfKnown(family, Number($"{directory}/{file}", writer.Unreadable), label);
        }

        writer.WriteInfo(
            Info,
            name,
            Text(directory, Texts[0]),
            Text(directory, Texts[1]),
            Text(directory, Texts[2]),
            Text(directory, Texts[3]),
            Text(directory, Texts[4]));
    }

    private static string Text(string directory, string file) => SysFile.Text($"{directory}/{file}") ?? "";

    /// <summary>Drivers write masks as decimal or as 0x….</summary>
    private static double? Number(string path, Action<ProcFormatException> unreadable)
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = SysFile.Read(path, buffer, out _);
        if (text.StartsWith("0x"u8) && Utf8Parser.TryParse(text[2..], out long mask, out var used, 'x') && used == text.Length - 2)
        {
            return mask;
        }

        if (Utf8Parser.TryParse(text, out long number, out used) && used == text.Length)
        {
            return number;
        }

        SysFile.ReportUnlessEmpty(path, text, unreadable);
        return null;
    }
}
