namespace Exporters.Systemd.Logind;

/// <summary>What logind told in one round.</summary>
/// <param name="Seats">All seats, and the empty name for sessions without one.</param>
/// <param name="Sessions">How many sessions there are of each kind; kinds without any are missing.</param>
/// <param name="Taken">When, as a time stamp of the clock.</param>
internal sealed record LogindSnapshot(IReadOnlyList<string> Seats, IReadOnlyDictionary<LogindSession, int> Sessions, long Taken);
