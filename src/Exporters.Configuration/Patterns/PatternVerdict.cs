namespace Exporters.Configuration.Patterns;

/// <summary>The outcome of one match.</summary>
public enum PatternVerdict
{
    /// <summary>The pattern does not match.</summary>
    No,

    /// <summary>The pattern matches.</summary>
    Yes,

    /// <summary>The time limit ended the match before it was decided.</summary>
    Undecided,
}
