namespace Exporters.Metrics.Tests.Running;

internal sealed class StubCollector(string name, Action<FamilyWriter, Family> collect) : ICollector
{
    private readonly Family _family = Family.Gauge("stub_" + name, "From a test.");

    public string Name => name;

    public IReadOnlyList<Family> Families => [_family];

    public void Collect(FamilyWriter writer) => collect(writer, _family);

    public static StubCollector Good(string name) => new(name, (writer, family) => writer.Write(family, 1));
}
