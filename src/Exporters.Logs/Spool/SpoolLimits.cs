using Exporters.Configuration;

namespace Exporters.Logs.Spool;

/// <summary>How much a spool may hold, and what happens then: the keys of <c>logs.spool</c>.</summary>
/// <param name="MaxBytes">Bytes on disk of one spool; default 1 GiB, 16 MiB to 1 TiB.</param>
/// <param name="WhenFull">What happens to new lines when there is no more room; default <c>block</c>.</param>
internal readonly record struct SpoolLimits(long MaxBytes, WhenFull WhenFull)
{
    private const long MaxSegmentBytes = 16 << 20;

    public SpoolLimits()
        : this(1 << 30, WhenFull.Block)
    {
    }

    /// <summary>When a file of the spool is full and the next one begins: space is given back file by file.</summary>
    public long SegmentBytes => Math.Min(MaxSegmentBytes, MaxBytes / 8);

    /// <summary>Reads <c>logs.spool</c>; null gives the defaults.</summary>
    public static SpoolLimits Read(ConfigNode? node)
    {
        var limits = new SpoolLimits();
        if (node?.Map() is not { } map)
        {
            return limits;
        }

        limits = new SpoolLimits(
            map.Get("max_bytes")?.Bytes(16 << 20, 1L << 40) ?? limits.MaxBytes,
            map.Get("when_full")?.OneOf("block", "drop_oldest") == "drop_oldest" ? WhenFull.DropOldest : WhenFull.Block);
        map.RejectUnknown();
        return limits;
    }
}
