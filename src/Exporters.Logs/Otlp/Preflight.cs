using System.Text;
using Exporters.Logs.Records;

namespace Exporters.Logs.Otlp;

/// <summary>Mends or finds the records that the receiver is known to refuse, before they spoil a batch.</summary>
/// <param name="limits">What it refuses.</param>
/// <param name="names">What it tells streams apart by.</param>
internal sealed class Preflight(ReceiverLimits limits, LokiLabels names)
{
    // Streams whose newest time is remembered; when full, all are forgotten, and the receiver decides again.
    private const int MaxStreams = 16384;

    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private LogResource? _lastResource;
    private Stream? _last;

    /// <summary>Why the receiver would refuse an entry, in the order of its stream; null when nothing speaks against it.</summary>
    /// <param name="resource">Its labels are those of its stream.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="now">The time, UTC ticks.</param>
    public string? Reason(LogResource resource, LogEntry entry, long now)
    {
        if (limits.NeedsAsciiNames)
        {
            LokiNames.Mend(entry);
        }

        if (limits.MaxAge > TimeSpan.Zero && entry.TimestampTicks < now - limits.MaxAge.Ticks)
        {
            return "too_old";
        }

        if (limits.MaxAhead > TimeSpan.Zero && entry.TimestampTicks > now + limits.MaxAhead.Ticks)
        {
            return "too_new";
        }

        if (limits.MaxBehind > TimeSpan.Zero && IsBehind(resource, entry.TimestampTicks))
        {
            return "out_of_order";
        }

        if (limits.MaxLineBytes > 0 && entry.Body.Length * 3 > limits.MaxLineBytes && Encoding.UTF8.GetByteCount(entry.Body) > limits.MaxLineBytes)
        {
            return "line_too_long";
        }

        return limits.MaxAttributes > 0 && Metadata(entry) > limits.MaxAttributes ? "too_many_attributes" : null;
    }

    // Loki stores severity number and text, trace and span beside the attributes.
    private static int Metadata(LogEntry entry) =>
        entry.Attributes.Count + (entry.Severity > 0 ? 2 : 0) + (entry.TraceId != default && entry.SpanId != default ? 3 : 0);

    private bool IsBehind(LogResource resource, long ticks)
    {
        // A batch is of one resource.
        var stream = _last is { } last && ReferenceEquals(_lastResource, resource) ? last : _last = Of(resource);
        _lastResource = resource;
        if (ticks > stream.NewestTicks)
        {
            stream.NewestTicks = ticks;
            return false;
        }

        return ticks < stream.NewestTicks - limits.MaxBehind.Ticks;
    }

    private Stream Of(LogResource resource)
    {
        var labels = names.Of(resource);
        if (_streams.TryGetValue(labels, out var known))
        {
            return known;
        }

        if (_streams.Count >= MaxStreams)
        {
            _streams.Clear();
        }

        return _streams[labels] = new Stream();
    }

    private sealed class Stream
    {
        public long NewestTicks { get; set; } = long.MinValue;
    }
}
