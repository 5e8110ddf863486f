using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// The families of the netstat collector, <c>node_netstat_PROTOCOL_FIELD</c>. The kernel names the fields and the operator picks
/// among them, so a family is made when its field is first met; those that the default pattern picks are known beforehand.
/// </summary>
internal sealed class NetstatFamilies
{
    private const string Prefix = "node_netstat_";

    private static readonly string[] ByDefault =
    [
        "node_netstat_Icmp6_InErrors", "node_netstat_Icmp6_InMsgs", "node_netstat_Icmp6_OutMsgs", "node_netstat_Icmp_InErrors",
        "node_netstat_Icmp_InMsgs", "node_netstat_Icmp_OutMsgs", "node_netstat_Ip6_InOctets", "node_netstat_Ip6_OutOctets",
        "node_netstat_IpExt_InOctets", "node_netstat_IpExt_OutOctets", "node_netstat_Ip_Forwarding", "node_netstat_TcpExt_ListenDrops",
        "node_netstat_TcpExt_ListenOverflows", "node_netstat_TcpExt_SyncookiesFailed", "node_netstat_TcpExt_SyncookiesRecv",
        "node_netstat_TcpExt_SyncookiesSent", "node_netstat_TcpExt_TCPOFOQueue", "node_netstat_TcpExt_TCPRcvQDrop",
        "node_netstat_TcpExt_TCPSynRetrans", "node_netstat_TcpExt_TCPTimeouts", "node_netstat_Tcp_ActiveOpens",
        "node_netstat_Tcp_CurrEstab", "node_netstat_Tcp_InErrs", "node_netstat_Tcp_InSegs", "node_netstat_Tcp_OutRsts",
        "node_netstat_Tcp_OutSegs", "node_netstat_Tcp_PassiveOpens", "node_netstat_Tcp_RetransSegs", "node_netstat_Udp6_InDatagrams",
        "node_netstat_Udp6_InErrors", "node_netstat_Udp6_NoPorts", "node_netstat_Udp6_OutDatagrams", "node_netstat_Udp6_RcvbufErrors",
        "node_netstat_Udp6_SndbufErrors", "node_netstat_UdpLite6_InErrors", "node_netstat_UdpLite_InErrors", "node_netstat_Udp_InDatagrams",
        "node_netstat_Udp_InErrors", "node_netstat_Udp_NoPorts", "node_netstat_Udp_OutDatagrams", "node_netstat_Udp_RcvbufErrors",
        "node_netstat_Udp_SndbufErrors",
    ];

    private readonly Pattern? _wanted;
    private readonly Dictionary<string, Family?> _families = new(StringComparer.Ordinal);
    private readonly List<Family> _known = [];

    /// <summary>Fields that match; all of them without a pattern.</summary>
    public NetstatFamilies(Pattern? wanted)
    {
        _wanted = wanted;
        foreach (var name in ByDefault)
        {
            Get(name[Prefix.Length..]);
        }
    }

    /// <summary>Every family that was met or may well be.</summary>
    public IReadOnlyList<Family> Known => _known;

    /// <summary>The family of a field; null when it is not wanted, or its name could not stand on the page.</summary>
    public Family? Get(ReadOnlySpan<byte> protocol, ReadOnlySpan<byte> field) =>
        Get($"{Encoding.UTF8.GetString(protocol)}_{Encoding.UTF8.GetString(field)}");

    private Family? Get(string key)
    {
        if (!_families.TryGetValue(key, out var family))
        {
            family = IsName(key) && (_wanted?.IsMatch(key) ?? true)
                ? Family.Untyped(Prefix + key, $"Kernel statistic {key.Replace('_', ' ')}, from /proc/net/netstat, snmp or snmp6.")
                : null;
            _families.Add(key, family);
            if (family is not null)
            {
                _known.Add(family);
            }
        }

        return family;
    }

    private static bool IsName(string key) => key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
