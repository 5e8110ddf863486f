namespace Exporters.Metrics.Modules;

/// <summary>How one watched thing fares.</summary>
/// <param name="IsWell">Whether who depends on it may rely on it.</param>
/// <param name="Detail">In what state it is, and why where it is not well.</param>
public sealed record ThingHealth(bool IsWell, string Detail)
{
    /// <summary>It is well.</summary>
    public static ThingHealth Well(string detail) => new(true, detail);

    /// <summary>It is not well, or nothing is known of it now.</summary>
    public static ThingHealth Ill(string detail) => new(false, detail);
}
