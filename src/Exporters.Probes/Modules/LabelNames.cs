namespace Exporters.Probes.Modules;

/// <summary>Names that a user's own labels may have beside those of the probe families.</summary>
internal static class LabelNames
{
    private static readonly string[] Own =
    [
        "name", "target", "module", "reason", "phase", "version", "cipher", "serving_status",
        "fingerprint_sha256", "issuer", "serialnumber", "subject", "subjectalternative",
    ];

    /// <summary>The names that are taken, for a message.</summary>
    public static string Taken { get; } = string.Join(", ", Own);

    /// <summary>Whether it is a label name that no probe family has itself.</summary>
    public static bool IsFree(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        && !name.StartsWith("__", StringComparison.Ordinal) && !Own.Contains(name);
}
