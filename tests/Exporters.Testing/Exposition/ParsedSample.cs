namespace Exporters.Testing.Exposition;

/// <summary>A sample as <see cref="ExpositionParser"/> read it.</summary>
public sealed record ParsedSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Name and labels, for telling series apart.</summary>
    public string Series => $"{Name}{{{string.Join(',', Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{l.Value}\""))}}}";
}
