namespace Exporters.Logs.Multiline;

/// <summary>Makes the join rule of a stream.</summary>
internal static class JoinRules
{
    /// <summary>A rule for one stream; null when lines stand for themselves.</summary>
    public static IJoinRule? Create(MultilineConfig config) =>
        !config.Enabled ? null : config.Start is { } start ? new StartPatternRule(start) : new StackTraceRule();
}
