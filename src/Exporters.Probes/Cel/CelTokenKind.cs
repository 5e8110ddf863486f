namespace Exporters.Probes.Cel;

/// <summary>What a token is.</summary>
internal enum CelTokenKind
{
    /// <summary>The end of the expression.</summary>
    End,

    /// <summary>A name.</summary>
    Name,

    /// <summary>A number or a text.</summary>
    Literal,

    /// <summary>An operator or a bracket.</summary>
    Sign,
}
