namespace Exporters.Hosting;

/// <summary>Bounds and counts the scrapes that are answered at once.</summary>
/// <param name="limit">How many; 0 for no limit.</param>
internal sealed class ScrapeRequests(int limit)
{
    private int _inFlight;
    private long _ok;
    private long _badRequest;
    private long _failed;
    private long _refused;
    private long _gatheringErrors;
    private long _encodingErrors;

    public int Limit => limit;

    public int InFlight => Volatile.Read(ref _inFlight);

    public long Ok => Volatile.Read(ref _ok);

    public long BadRequest => Volatile.Read(ref _badRequest);

    public long Failed => Volatile.Read(ref _failed);

    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Pages that were answered although collectors contradicted each other.</summary>
    public long GatheringErrors => Volatile.Read(ref _gatheringErrors);

    /// <summary>Pages that could not be written or sent to their end.</summary>
    public long EncodingErrors => Volatile.Read(ref _encodingErrors);

    /// <summary>False when the limit is reached; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= limit || limit == 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);

    public void CountGatheringError() => Interlocked.Increment(ref _gatheringErrors);

    public void CountEncodingError() => Interlocked.Increment(ref _encodingErrors);

    public void Count(int status)
    {
        ref var counter = ref _failed;
        switch (status)
        {
            case StatusCodes.Status200OK:
                counter = ref _ok;
                break;
            case StatusCodes.Status400BadRequest:
                counter = ref _badRequest;
                break;
            case StatusCodes.Status503ServiceUnavailable:
                counter = ref _refused;
                break;
        }

        Interlocked.Increment(ref counter);
    }
}
