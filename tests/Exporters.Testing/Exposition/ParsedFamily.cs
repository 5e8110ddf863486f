namespace Exporters.Testing.Exposition;

/// <summary>A family as <see cref="ExpositionParser"/> read it.</summary>
public sealed record ParsedFamily(string Name, string Type, string Help)
{
    /// <summary>Its samples in the page's order.</summary>
    public List<ParsedSample> Samples { get; } = [];
}
