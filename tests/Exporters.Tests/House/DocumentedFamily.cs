namespace Exporters.Tests.House;

/// <summary>A row of docs/metrics.md.</summary>
internal sealed record DocumentedFamily(string Name, string Type, string Labels, string Unit, string Source)
{
    public override string ToString() => $"| `{Name}` | {Type} | {Labels} | {Unit} | {Source} |";
}
