using System.Text;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>The families of the sockstat collector, <c>node_sockstat_PROTOCOL_FIELD</c>: a family is made when its field is first met.</summary>
internal sealed class SockstatFamilies
{
    private const string Prefix = "node_sockstat_";

    private static readonly string[] ByDefault =
    [
        "node_sockstat_sockets_used", "node_sockstat_TCP_inuse", "node_sockstat_TCP_orphan", "node_sockstat_TCP_tw",
        "node_sockstat_TCP_alloc", "node_sockstat_TCP_mem", "node_sockstat_TCP_mem_bytes", "node_sockstat_UDP_inuse",
        "node_sockstat_UDP_mem", "node_sockstat_UDP_mem_bytes", "node_sockstat_UDPLITE_inuse", "node_sockstat_RAW_inuse",
        "node_sockstat_FRAG_inuse", "node_sockstat_FRAG_memory", "node_sockstat_TCP6_inuse", "node_sockstat_UDP6_inuse",
        "node_sockstat_UDPLITE6_inuse", "node_sockstat_RAW6_inuse", "node_sockstat_FRAG6_inuse", "node_sockstat_FRAG6_memory",
    ];

    private readonly Dictionary<byte[], Family> _families = new(Utf8Comparer.Instance);
    private readonly List<Family> _known = [];

    public SockstatFamilies()
    {
        foreach (var name in ByDefault)
        {
            Get(Encoding.UTF8.GetBytes(name[Prefix.Length..]));
        }
    }

    /// <summary>Every family that was met or may well be.</summary>
    public IReadOnlyList<Family> Known => _known;

    /// <summary>The family of a field, <c>TCP_inuse</c> say.</summary>
    public Family Get(ReadOnlySpan<byte> key)
    {
        var lookup = _families.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(key, out var family))
        {
            var name = Encoding.UTF8.GetString(key);
            family = Family.Gauge(Prefix + name, Help(name));
            lookup[key] = family;
            _known.Add(family);
        }

        return family;
    }

    private static string Help(string name)
    {
        var field = name[(name.IndexOf('_') + 1)..];
        var protocol = name[..^(field.Length + 1)];
        return field switch
        {
            "used" => "Sockets in use, of all kinds.",
            "inuse" when protocol.StartsWith("FRAG", StringComparison.Ordinal) => $"{protocol}: packets being put together from fragments.",
            "inuse" => $"{protocol} sockets in use.",
            "orphan" => $"{protocol} sockets that no process holds.",
            "tw" => $"{protocol} sockets in state TIME_WAIT.",
            "alloc" => $"{protocol} sockets allocated.",
            "mem" => $"Memory of {protocol} sockets, in pages.",
            "mem_bytes" => $"Memory of {protocol} sockets, in bytes.",
            _ => $"{protocol}: memory of fragments, in bytes.",
        };
    }
}
