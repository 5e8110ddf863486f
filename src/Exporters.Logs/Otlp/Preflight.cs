using System.Text;
using Exporters.Logs.Records;

namespace Exporters.Logs.Otlp;

/// <summary>Finds the records that the receiver is known to refuse, before they spoil a batch.</summary>
internal sealed class Preflight(ReceiverLimits limits)
{
    // Streams whose newest time is remembered; when full, all are forgotten, and the receiver decides again.
    private const int MaxStreams = 16384;

    private readonly Dictionary<LogResource, Stream> _streams = [];
    private Stream? _last;

    /// <summary>Why the receiver would refuse an entry, in the order of its stream; null when nothing speaks against it.</summary>
    /// <param name="resource">Its stream.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="now">The time, UTC ticks.</param>
    public string? Reason(LogResource resource, LogEntry entry, long now)
    {
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
        var stream = _last is { } last && ReferenceEquals(last.Resource, resource) ? last : _last = Of(resource);
        if (ticks > stream.NewestTicks)
        {
            stream.NewestTicks = ticks;
            return false;
        }

        return ticks < stream.NewestTicks - limits.MaxBehind.Ticks;
    }

    private Stream Of(LogResource resource)
    {
        if (_streams.TryGetValue(resource, out var known))
        {
            known.Resource = resource;
            return known;
        }

        if (_streams.Count >= MaxStreams)
        {
            _streams.Clear();
        }

        return _streams[resource] = new Stream(resource);
    }

    private sealed class Stream(LogResource resource)
    {
        public LogResource Resource { get; set; } = resource;

        public long NewestTicks { get; set; } = long.MinValue;
    }
}
