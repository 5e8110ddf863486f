namespace Exporters.Configuration.Patterns;

/// <summary>A part of a translated pattern.</summary>
/// <param name="Ascii">The form for texts of ASCII characters.</param>
/// <param name="Any">The form for all texts.</param>
/// <param name="AnyRepeated">The form for all texts where the part may be repeated without a bound.</param>
/// <param name="IsRepeatable">Whether a repetition may follow.</param>
/// <param name="Repeats">The largest product of nested repeat counts within.</param>
internal readonly record struct PatternPiece(string Ascii, string Any, string AnyRepeated, bool IsRepeatable = true, int Repeats = 1)
{
    public PatternPiece(string both, bool isRepeatable = true)
        : this(both, both, both, isRepeatable)
    {
    }
}
