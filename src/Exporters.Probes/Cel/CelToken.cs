namespace Exporters.Probes.Cel;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; empty at the end.</param>
/// <param name="Value">The value of a literal.</param>
/// <param name="Position">Where, from 0.</param>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, object? Value, int Position)
{
    /// <summary>Whether it is this operator or bracket.</summary>
    public bool Is(string sign) => Kind == CelTokenKind.Sign && Text == sign;

    /// <summary>As it is told to people.</summary>
    public override string ToString() => Kind == CelTokenKind.End ? "the end" : $"\"{Text}\"";
}
