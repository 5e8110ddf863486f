using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>Counters of systemd-resolved, org.freedesktop.resolve1(5). Null: this version does not tell.</summary>
internal sealed class ResolvedStatistics
{
    /// <summary>Entries in the cache, hits, misses.</summary>
    public ulong[]? Cache { get; private set; }

    /// <summary>Transactions now, transactions since the start.</summary>
    public ulong[]? Transactions { get; private set; }

    /// <summary>DNSSEC verdicts: secure, insecure, bogus, indeterminate.</summary>
    public ulong[]? Dnssec { get; private set; }

    /// <summary>Reads the answer of <c>GetAll</c>.</summary>
    public static ResolvedStatistics Read(ref Reader body)
    {
        var statistics = new ResolvedStatistics();
        for (var property = new PropertyReader(ref body); property.Next();)
        {
            if (property.Key.SequenceEqual("CacheStatistics"u8))
            {
                statistics.Cache = property.UInt64s("(ttt)"u8);
            }
            else if (property.Key.SequenceEqual("TransactionStatistics"u8))
            {
                statistics.Transactions = property.UInt64s("(tt)"u8);
            }
            else if (property.Key.SequenceEqual("DNSSECStatistics"u8))
            {
                statistics.Dnssec = property.UInt64s("(tttt)"u8);
            }
        }

        return statistics;
    }
}
