namespace Exporters.Systemd.Logind;

/// <summary>What logind told in one round.</summary>
/// <param name="seats">All seats, and the empty name for sessions without one.</param>
/// <param name="sessions">How many sessions there are of each kind, see <see cref="Kind"/>; kinds without any are missing.</param>
/// <param name="taken">When, as a time stamp of the clock.</param>
internal sealed class LogindSnapshot(IReadOnlyList<string> seats, IReadOnlyDictionary<string, int> sessions, long taken)
{
    /// <summary>All seats, and the empty name for sessions without one.</summary>
    public IReadOnlyList<string> Seats => seats;

    /// <summary>How many sessions there are of each kind.</summary>
    public IReadOnlyDictionary<string, int> Sessions => sessions;

    /// <summary>When, as a time stamp of the clock.</summary>
    public long Taken => taken;

    /// <summary>What sessions are counted by, as one text.</summary>
    public static string Kind(string remote, string type, string kind) => $"{remote}/{type}/{kind}";
}
