namespace Exporters.Probes.Cel;

/// <summary>A part of an expression as the parser knows it.</summary>
/// <param name="Evaluate">Its value.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct CelNode(CelExpression Evaluate, int Position)
{
    /// <summary>The value of a literal; null for anything else.</summary>
    public object? Literal { get; init; }

    /// <summary>For <c>x.field</c>, what x is; null for anything else.</summary>
    public CelExpression? SelectsFrom { get; init; }

    /// <summary>For <c>x.field</c>, the field.</summary>
    public string Field { get; init; } = "";
}
