using System.Buffers.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// Energy used by processor packages, their cores and memory, from <c>/sys/class/powercap</c> (kernel
/// Documentation/power/powercap/powercap.rst). Since Linux 5.10 only root may read it. The counters start anew at 0 when the
/// hardware's register is full.
/// </summary>
internal sealed class RaplCollector : ICollector
{
    /// <summary>Whether the zone stands in a label instead of the family's name.</summary>
    public static readonly Setting EnableZoneLabel = Setting.Switch(
        "collector.rapl.enable-zone-label", false, "Write one family node_rapl_joules_total with a label rapl_zone instead of one family for each zone.");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Setting> Settings = [EnableZoneLabel];

    private const double MicrojoulesPerJoule = 1e6;

    private static readonly (string Name, Family Family)[] Zones =
    [
        ("package", ZoneFamily("node_rapl_package_joules_total", "package")),
        ("core", ZoneFamily("node_rapl_core_joules_total", "core")),
        ("uncore", ZoneFamily("node_rapl_uncore_joules_total", "uncore")),
        ("dram", ZoneFamily("node_rapl_dram_joules_total", "dram")),
        ("psys", ZoneFamily("node_rapl_psys_joules_total", "psys")),
    ];

    private static readonly Family Joules = Family.Counter("node_rapl_joules_total", "Energy used, in joules.", "index", "path", "rapl_zone");

    private readonly DirectoryListing _listing;
    private readonly bool _zoneLabel;
    private readonly Dictionary<string, Family> _families = Zones.ToDictionary(zone => zone.Name, zone => zone.Family, StringComparer.Ordinal);

    private List<RaplZone> _zones = [];

    public RaplCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("class/powercap"));
        _zoneLabel = context.Settings.Switch(EnableZoneLabel);
        Families = [.. _families.Values, Joules];
    }

    public string Name => "rapl";

    public IReadOnlyList<Family> Families { get; }

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _zones = RaplZone.Find(_listing.Path, _listing.Names);
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "this machine does not tell the energy that it uses");
        }

        foreach (var zone in _zones)
        {
            Write(writer, zone);
        }
    }

    private static Family ZoneFamily(string name, string zone) => Family.Counter(name, $"Energy used by {zone}, in joules.", "index", "path");

    /// <summary>The name for a zone that only some machine has.</summary>
    private static string ZoneName(string zone) => $"node_rapl_{string.Concat(zone.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'))}_joules_total";

    private void Write(FamilyWriter writer, RaplZone zone)
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = SysFile.Read(zone.Energy, buffer, out var errno);
        if (errno is Errno.AccessDenied or Errno.NotPermitted)
        {
            throw HostFile.Unavailable(zone.Energy, errno);
        }

        if (!Utf8Parser.TryParse(text, out ulong microjoules, out var used) || used != text.Length)
        {
            SysFile.ReportUnlessEmpty(zone.Energy, text, writer.Unreadable);
            return;
        }

        if (_zoneLabel)
        {
            writer.Write(Joules, microjoules / MicrojoulesPerJoule, zone.Labels, null, null, zone.Name);
            return;
        }

        if (!_families.TryGetValue(zone.Name, out var family))
        {
            _families.Add(zone.Name, family = ZoneFamily(ZoneName(zone.Name), zone.Name));
        }

        writer.Write(family, microjoules / MicrojoulesPerJoule, zone.Labels);
    }
}
