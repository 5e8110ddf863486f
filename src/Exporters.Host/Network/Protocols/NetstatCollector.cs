using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// Statistics of the network protocols, from <c>/proc/net/netstat</c>, <c>/proc/net/snmp</c> and <c>/proc/net/snmp6</c>; the last
/// is absent where IPv6 is off.
/// </summary>
internal sealed class NetstatCollector : ICollector
{
    private static readonly Setting Fields = Setting.Regex(
        "collector.netstat.fields",
        "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)"
        + "|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)"
        + "|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)"
        + "|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$",
        "Fields to show, written PROTOCOL_FIELD.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Fields];

    private readonly KernelFile _netstatFile;
    private readonly KernelFile _snmpFile;
    private readonly KernelFile _snmp6File;
    private readonly NetstatFamilies _families;
    private readonly FieldTable _netstat;
    private readonly FieldTable _snmp;
    private readonly Snmp6Table _snmp6;

    public NetstatCollector(HostContext context)
    {
        var network = new HostNetwork(context.Paths);
        _netstatFile = new KernelFile(network.Path("netstat"));
        _snmpFile = new KernelFile(network.Path("snmp"));
        _snmp6File = new KernelFile(network.Path("snmp6"));
        _families = new NetstatFamilies(context.Settings.Pattern(Fields));
        _netstat = new FieldTable(_families);
        _snmp = new FieldTable(_families);
        _snmp6 = new Snmp6Table(_families);
    }

    public string Name => "netstat";

    public IReadOnlyList<Family> Families => _families.Known;

    public void Collect(FamilyWriter writer)
    {
        using (var netstat = HostFile.Read(_netstatFile))
        {
            _netstat.Write(netstat.Bytes, _netstatFile.Path, writer);
        }

        using (var snmp = HostFile.Read(_snmpFile))
        {
            _snmp.Write(snmp.Bytes, _snmpFile.Path, writer);
        }

        var errno = _snmp6File.TryRead(out var snmp6);
        using (snmp6)
        {
            if (errno == Errno.None)
            {
                _snmp6.Write(snmp6.Bytes, _snmp6File.Path, writer);
            }
            else if (errno != Errno.NoEntry)
            {
                throw HostFile.Unavailable(_snmp6File.Path, errno);
            }
        }
    }
}
