namespace Exporters.Systemd.Units;

/// <summary>What both peers have in common.</summary>
internal static class UnitStates
{
    private const double MicrosPerSecond = 1e6;

    /// <summary>The states that have a series; a unit that is reloading or in maintenance is in none of them.</summary>
    public static readonly IReadOnlyList<string> All = ["active", "activating", "deactivating", "inactive", "failed"];

    /// <summary>Seconds of microseconds.</summary>
    public static double Seconds(ulong microseconds) => microseconds / MicrosPerSecond;

    /// <summary>Seconds of microseconds, if known.</summary>
    public static double? Seconds(ulong? microseconds) => microseconds / MicrosPerSecond;
}
