namespace Exporters.Configuration.Patterns;

/// <summary>What a pattern is matched with, which decides the engine that is tried first.</summary>
public enum PatternInput
{
    /// <summary>
    /// Log lines, response bodies, headers: long, and written by strangers. Matched in time linear in their length where the pattern
    /// allows it, at the price of tables of some megabytes.
    /// </summary>
    Text,

    /// <summary>
    /// Names of devices, units, mount points: short. Matched by backtracking, which needs little memory, and in linear time from the
    /// first match on that took too long.
    /// </summary>
    Names,
}
