using Exporters.Configuration;

namespace Exporters.Logs.Otlp;

/// <summary>
/// What the receiver refuses, looked at before sending so that the reason is counted and the rest of the batch is spared: the keys
/// of <c>logs.otlp.limits</c>. Zero means that nothing is known.
/// </summary>
internal sealed record ReceiverLimits
{
    /// <summary>A receiver that takes everything.</summary>
    public static readonly ReceiverLimits None = new();

    /// <summary>Loki's shipped limits: reject_old_samples_max_age, creation_grace_period, half of max_chunk_age, max_line_size, max_structured_metadata_entries_count.</summary>
    public static readonly ReceiverLimits Loki = new()
    {
        MaxAge = TimeSpan.FromDays(7),
        MaxAhead = TimeSpan.FromMinutes(10),
        MaxBehind = TimeSpan.FromHours(1),
        MaxLineBytes = 256 * 1024,
        MaxAttributes = 128,
        NeedsAsciiNames = true,
    };

    /// <summary>Older records are refused.</summary>
    public TimeSpan MaxAge { get; init; }

    /// <summary>Records further in the future are refused.</summary>
    public TimeSpan MaxAhead { get; init; }

    /// <summary>Records that lie further behind the newest of their stream are refused.</summary>
    public TimeSpan MaxBehind { get; init; }

    /// <summary>Longer bodies, in UTF-8 bytes, are refused.</summary>
    public int MaxLineBytes { get; init; }

    /// <summary>Records with more attributes are refused; severity, trace and span count as Loki counts them.</summary>
    public int MaxAttributes { get; init; }

    /// <summary>Names of attributes without an ASCII letter or digit are refused; they are sent in another spelling.</summary>
    public bool NeedsAsciiNames { get; init; }

    /// <summary>
    /// Reads <c>limits</c>: <c>loki</c>, <c>none</c> or a mapping of single limits over Loki's. Without it an endpoint whose path ends
    /// in <c>/otlp/v1/logs</c> has Loki's, and any other none.
    /// </summary>
    public static ReceiverLimits Read(ConfigNode? node, Uri endpoint)
    {
        if (node is null)
        {
            return endpoint.AbsolutePath.EndsWith("/otlp/v1/logs", StringComparison.Ordinal) ? Loki : None;
        }

        if (!node.IsMap)
        {
            return node.OneOf("loki", "none") == "none" ? None : Loki;
        }

        var map = node.Map();
        var longest = TimeSpan.FromDays(3650);
        var limits = new ReceiverLimits
        {
            MaxAge = map.Get("max_age")?.Duration(TimeSpan.Zero, longest) ?? Loki.MaxAge,
            MaxAhead = map.Get("max_ahead")?.Duration(TimeSpan.Zero, longest) ?? Loki.MaxAhead,
            MaxBehind = map.Get("max_behind")?.Duration(TimeSpan.Zero, longest) ?? Loki.MaxBehind,
            MaxLineBytes = (int)(map.Get("max_line_bytes")?.Bytes(0, 64 * 1024 * 1024) ?? Loki.MaxLineBytes),
            NeedsAsciiNames = map.Get("ascii_names")?.Bool() ?? Loki.NeedsAsciiNames,
            MaxAttributes = (int)(map.Get("max_attributes")?.Integer(0, 10000) ?? Loki.MaxAttributes),
        };
        map.RejectUnknown();
        return limits;
    }
}
