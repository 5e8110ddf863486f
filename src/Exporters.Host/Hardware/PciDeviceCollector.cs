using System.Buffers.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>PCI devices, from <c>/sys/bus/pci/devices</c>; kernel Documentation/ABI/testing/sysfs-bus-pci.</summary>
internal sealed class PciDeviceCollector : ICollector
{
    private static readonly Setting IdsFile = Setting.Text("collector.pcidevice.idsfile", "", "File pci.ids with the names of devices; where distributions have it, if none is given.");
    private static readonly Setting Names = Setting.Switch("collector.pcidevice.names", false, "Show names of devices, out of pci.ids.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [IdsFile, Names];

    private const double Giga = 1e9;
    private static readonly string[] PowerStates = ["D0", "D1", "D2", "D3hot", "D3cold", "unknown", "error"];

    private readonly DirectoryListing _listing;
    private readonly ValueFiles _files = new();
    private readonly List<(string Directory, LabelSet Location, string?[] Info)> _devices = [];
    private readonly string[]? _idsFiles;

    public PciDeviceCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("bus/pci/devices"));
        if (context.Settings.Switch(Names))
        {
            _idsFiles = context.Settings.Text(IdsFile) is { Length: > 0 } file
                ? [file]
                : [context.Paths.Root("/usr/share/misc/pci.ids"), context.Paths.Root("/usr/share/hwdata/pci.ids")];
        }
    }

    public string Name => "pcidevice";

    public IReadOnlyList<Family> Families => PciDeviceFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Find();
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "this machine has no PCI bus");
        }

        _files.Write(writer);
        Span<byte> buffer = stackalloc byte[32];
        foreach (var (directory, location, info) in _devices)
        {
            writer.WriteInfo(PciDeviceFamilies.Info, info);
            var state = SysFile.Read($"{directory}/power_state", buffer, out _);
            if (!state.IsEmpty)
            {
                foreach (var known in PowerStates)
                {
                    writer.Write(PciDeviceFamilies.PowerState, System.Text.Ascii.Equals(state, known) ? 1 : 0, location, null, null, null, null, known);
                }
            }
        }
    }

    private void Find()
    {
        _files.Clear();
        _devices.Clear();
        var names = _idsFiles is null ? null : new PciIds(_idsFiles);
        foreach (var name in _listing.Names)
        {
            if (Split(name) is not { } place)
            {
                continue;
            }

            var directory = $"{_listing.Path}/{name}";
            var location = new LabelSet(PciDeviceFamilies.Location, place);
            _devices.Add((directory, location, Info(directory, place, names)));
            _files.AddAll(directory, PciDeviceFamilies.Numbers, location, Known);
            _files.Add($"{directory}/numa_node", PciDeviceFamilies.NumaNode, location, 1, NotNegative);
            foreach (var (file, family) in PciDeviceFamilies.Speeds.Rows)
            {
                _files.Add($"{directory}/{file}", family, location, Giga, Transfers);
            }
        }
    }

    private static string?[] Info(string directory, string[] place, PciIds? names)
    {
        // The link leads to ../../../devices/pci0000:00/0000:00:02.1/0000:01:00.0: what stands before the device is its bridge.
        var target = new FileInfo(directory).LinkTarget ?? "";
        var parent = Split(Path.GetFileName(Path.GetDirectoryName(target)) ?? "") ?? ["*", "*", "*", "*"];
        var ids = Array.ConvertAll(
            (string[])["class", "vendor", "device", "subsystem_vendor", "subsystem_device", "revision"], file => SysFile.Text($"{directory}/{file}") ?? "");
        string?[] info = [.. place, .. parent, .. ids];
        return names is null ? info : [.. info, .. names.Names(ids[0], ids[1], ids[2], ids[3], ids[4])];
    }

    /// <summary><c>0000:00:02.1</c> in its four parts; null for anything else.</summary>
    private static string[]? Split(string name) => name.Split(':', '.') is { Length: 4 } parts && !name.StartsWith("pci", StringComparison.Ordinal) ? parts : null;

    /// <summary>A number; a device that has none says so in words.</summary>
    private static double? Known(ReadOnlySpan<byte> text) => text.StartsWith("Unknown"u8) ? double.NaN : ValueFiles.Number(text);

    private static double? NotNegative(ReadOnlySpan<byte> text) => ValueFiles.Number(text) is { } node ? (node < 0 ? double.NaN : node) : null;

    private static double? Transfers(ReadOnlySpan<byte> text) =>
        text.StartsWith("Unknown"u8) ? double.NaN : Utf8Parser.TryParse(text, out double number, out var used) && text[used..].StartsWith(" GT/s"u8) ? number : null;
}
