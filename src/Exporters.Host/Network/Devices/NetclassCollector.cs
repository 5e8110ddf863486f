using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// State of the network interfaces, from <c>/sys/class/net</c>. Sysfs has some 25 files for each interface; netlink tells most of
/// them in one answer, so where it speaks of the same interface only what it does not know is read from sysfs. The values are the
/// same. <c>--no-collector.netclass.netlink</c> reads all of them from sysfs.
/// </summary>
internal sealed class NetclassCollector : ICollector
{
    private static readonly Setting Ignored = Setting.Regex(
        "collector.netclass.ignored-devices", "^$", "Network interfaces not to show.");

    private static readonly Setting IgnoreInvalidSpeed = Setting.Switch(
        "collector.netclass.ignore-invalid-speed", false, "Leave out the speed of an interface that does not know it, rather than show it below 0.");

    private static readonly Setting Netlink = Setting.Switch(
        "collector.netclass.netlink", false, "Show also the other names of an interface, which netlink tells; --no-… reads sysfs alone.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Ignored, IgnoreInvalidSpeed, Netlink];

    private readonly DirectoryListing _listing;
    private readonly Pattern? _ignored;
    private readonly bool _ignoreInvalidSpeed;
    private readonly bool _netlink;
    private readonly bool _alternativeNames;
    private readonly LinkTable _links = new();
    private readonly Dictionary<byte[], NetclassDevice> _byName = new(Utf8Comparer.Instance);
    private NetclassDevice[] _devices = [];

    public NetclassCollector(HostContext context)
    {
        _listing = new DirectoryListing(context.Paths.Sys("class/net"));
        _ignored = context.Settings.Pattern(Ignored);
        _ignoreInvalidSpeed = context.Settings.Switch(IgnoreInvalidSpeed);
        _alternativeNames = context.Settings.Switch(Netlink);
        _netlink = (_alternativeNames || !context.Settings.IsGiven(Netlink)) && FileIdentity.Of(_listing.Path) == FileIdentity.Of("/sys/class/net");
    }

    public string Name => "netclass";

    public IReadOnlyList<Family> Families { get; } =
    [
        NetclassFamilies.Up, NetclassFamilies.Info, NetclassFamilies.AlternativeNames,
        .. NetclassFamilies.Numbers.Select(number => number.Family),
    ];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Adopt();
        }

        if (_listing.Errno != Errno.None)
        {
            throw new CollectorUnavailableException(
                _listing.Errno is Errno.AccessDenied or Errno.NotPermitted ? UnavailableReason.Permission : UnavailableReason.Absent,
                $"{_listing.Path} cannot be listed: mount the host's sysfs there, or say where it is with --path.sysfs");
        }

        AskNetlink();
        foreach (var device in _devices)
        {
            device.Read(writer.Unreadable);
        }

        Write(writer);
    }

    /// <summary>Entries that are files, <c>bonding_masters</c> say, are no interfaces.</summary>
    private void Adopt()
    {
        var known = _devices.ToDictionary(device => device.Name, StringComparer.Ordinal);
        _byName.Clear();
        foreach (var name in _listing.Names)
        {
            if (known.TryGetValue(name, out var device))
            {
                _byName[device.Utf8Name] = device;
            }
            else if (_ignored?.IsMatch(name) != true && !File.Exists($"{_listing.Path}/{name}"))
            {
                device = new NetclassDevice($"{_listing.Path}/{name}", name);
                _byName[device.Utf8Name] = device;
            }
        }

        _devices = [.. _byName.Values];
    }

    private void AskNetlink()
    {
        foreach (var device in _devices)
        {
            device.LinkRecord = null;
        }

        if (_netlink && _links.TryRead() == Errno.None)
        {
            var lookup = _byName.GetAlternateLookup<ReadOnlySpan<byte>>();
            for (var i = 0; i < _links.Count; i++)
            {
                if (lookup.TryGetValue(_links[i].Name, out var device))
                {
                    device.LinkRecord = _links[i];
                }
            }
        }
    }

    private void Write(FamilyWriter writer)
    {
        foreach (var device in _devices)
        {
            if (device.IsPresent)
            {
                writer.Write(NetclassFamilies.Up, device.IsUp ? 1 : 0, device.Labels);
            }
        }

        foreach (var device in _devices)
        {
            if (device.IsPresent)
            {
                writer.Write(NetclassFamilies.Info, 1, device.Info);
            }
        }

        for (var i = 0; i < NetclassFamilies.Numbers.Length; i++)
        {
            foreach (var device in _devices)
            {
                var value = device[i];
                if (device.IsPresent && !double.IsNaN(value) && !(_ignoreInvalidSpeed && i == (int)NetclassNumber.Speed && device.HasInvalidSpeed))
                {
                    writer.Write(NetclassFamilies.Numbers[i].Family, value, device.Labels);
                }
            }
        }

        if (_alternativeNames)
        {
            WriteAlternativeNames(writer);
        }
    }

    private void WriteAlternativeNames(FamilyWriter writer)
    {
        foreach (var device in _devices)
        {
            var names = device.LinkRecord is { } link ? link.AlternativeNames : default;
            while (!names.IsEmpty)
            {
                var end = names.IndexOf((byte)0);
                writer.Write(
                    NetclassFamilies.AlternativeNames, 1, Encoding.UTF8.GetString(names[..end]), Encoding.UTF8.GetString(device.Utf8Name));
                names = names[(end + 1)..];
            }
        }
    }
}
