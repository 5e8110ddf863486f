namespace Exporters.Metrics.Checks;

/// <summary>What the check of an outside thing came to.</summary>
public enum CheckState
{
    /// <summary>It answers as it should.</summary>
    Good,

    /// <summary>Nothing is wrong, but a person should know it: a pattern that matches no file yet, say.</summary>
    Note,

    /// <summary>It does not answer, or not as it should.</summary>
    Bad,
}
