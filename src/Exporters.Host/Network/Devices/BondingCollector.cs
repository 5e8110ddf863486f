using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// Bonded interfaces: how many slaves each has and how many of them have a link, from <c>/sys/class/net/bonding_masters</c>,
/// <c>BOND/bonding/slaves</c> and <c>BOND/lower_SLAVE/bonding_slave/mii_status</c>.
/// </summary>
internal sealed class BondingCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Slaves = All.Gauge("node_bonding_slaves", "Slaves of the bond.", "master");
    private static readonly Family Active = All.Gauge("node_bonding_active", "Slaves of the bond whose link is up.", "master");

    private readonly string _masters = paths.Sys("class/net/bonding_masters");
    private readonly LabelCache _labels = new("master");
    private readonly List<LabelSet> _bonds = [];
    private readonly List<int> _slaves = [];
    private readonly List<int> _active = [];

    public string Name => "bonding";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        _bonds.Clear();
        _slaves.Clear();
        _active.Clear();
        var errno = ProcFile.TryRead(_masters, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                throw HostFile.Unavailable(_masters, errno, "bonding is not loaded");
            }

            for (var masters = new Utf8Cursor(file.Trimmed, _masters); masters.TryField(out var master);)
            {
                Read(master);
            }
        }

        for (var i = 0; i < _bonds.Count; i++)
        {
            writer.Write(Slaves, _slaves[i], _bonds[i]);
            writer.Write(Active, _active[i], _bonds[i]);
        }
    }

    private void Read(ReadOnlySpan<byte> master)
    {
        var bond = paths.Sys($"class/net/{Encoding.UTF8.GetString(master)}");
        if (ProcFile.TryRead($"{bond}/bonding/slaves", out var file) != Errno.None)
        {
            return; // it went since the list was read
        }

        using (file)
        {
            var (slaves, active) = (0, 0);
            for (var names = new Utf8Cursor(file.Trimmed, bond); names.TryField(out var name);)
            {
                slaves++;
                active += IsUp(bond, Encoding.UTF8.GetString(name)) ? 1 : 0;
            }

            _bonds.Add(_labels.Get(master));
            _slaves.Add(slaves);
            _active.Add(active);
        }
    }

    /// <summary>Kernels before 3.13 say <c>slave_</c> for <c>lower_</c>.</summary>
    private static bool IsUp(string bond, string slave)
    {
        Span<byte> buffer = stackalloc byte[16];
        var status = SysFile.Read($"{bond}/lower_{slave}/bonding_slave/mii_status", buffer, out var errno);
        if (errno == Errno.NoEntry)
        {
            status = SysFile.Read($"{bond}/slave_{slave}/bonding_slave/mii_status", buffer, out _);
        }

        return status.SequenceEqual("up"u8);
    }
}
