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
    private static readonly string[] ByDefault =
    [
        "Icmp6_InErrors", "Icmp6_InMsgs", "Icmp6_OutMsgs", "Icmp_InErrors", "Icmp_InMsgs", "Icmp_OutMsgs", "Ip6_InOctets", "Ip6_OutOctets",
        "IpExt_InOctets", "IpExt_OutOctets", "Ip_Forwarding", "TcpExt_ListenDrops", "TcpExt_ListenOverflows", "TcpExt_SyncookiesFailed",
        "TcpExt_SyncookiesRecv", "TcpExt_SyncookiesSent", "TcpExt_TCPOFOQueue", "TcpExt_TCPRcvQDrop", "TcpExt_TCPSynRetrans",
        "TcpExt_TCPTimeouts", "Tcp_ActiveOpens", "Tcp_CurrEstab", "Tcp_InErrs", "Tcp_InSegs", "Tcp_OutRsts", "Tcp_OutSegs", "Tcp_PassiveOpens",
        "Tcp_RetransSegs", "Udp6_InDatagrams", "Udp6_InErrors", "Udp6_NoPorts", "Udp6_OutDatagrams", "Udp6_RcvbufErrors", "Udp6_SndbufErrors",
        "UdpLite6_InErrors", "UdpLite_InErrors", "Udp_InDatagrams", "Udp_InErrors", "Udp_NoPorts", "Udp_OutDatagrams", "Udp_RcvbufErrors",
        "Udp_SndbufErrors",
    ];

    private readonly Pattern? _wanted;
    private readonly Dictionary<string, Family?> _families = new(StringComparer.Ordinal);
    private readonly List<Family> _known = [];

    /// <summary>Fields that match; all of them without a pattern.</summary>
    public NetstatFamilies(Pattern? wanted)
    {
        _wanted = wanted;
        foreach (var key in ByDefault)
        {
            Get(key);
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
                ? Family.Untyped($"node_netstat_{key}", $"Kernel statistic {key.Replace('_', ' ')}, from /proc/net/netstat, snmp or snmp6.")
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
