using Exporters.Metrics;

namespace Exporters.Systemd.Units;

/// <summary>How the last round at a manager went.</summary>
/// <param name="Rounds">Rounds tried.</param>
/// <param name="Reason">Why the last one failed; null when it did not.</param>
/// <param name="Message">What failed and what to do; empty when nothing did.</param>
internal sealed record ManagerStatus(long Rounds, UnavailableReason? Reason, string Message)
{
    public static readonly ManagerStatus NotTried = new(0, null, "");

    /// <summary>Whether nothing is there: another init, or a container without one.</summary>
    public bool IsAbsent => Reason == UnavailableReason.Absent;
}
