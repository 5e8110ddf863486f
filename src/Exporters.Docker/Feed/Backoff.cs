namespace Exporters.Docker.Feed;

/// <summary>How long to wait before the next try: 1 s, 2 s, 4 s … 30 s.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _next = First;

    /// <summary>The wait that is due now.</summary>
    public TimeSpan Next()
    {
        var wait = _next;
        _next = wait * 2 < Longest ? wait * 2 : Longest;
        return wait;
    }

    /// <summary>It went well: begin anew.</summary>
    public void Reset() => _next = First;
}
