using Exporters.Metrics.Exposition;

namespace Exporters.Metrics.Running;

/// <summary>A finished scrape: the page, and the buffers it stands in until it is disposed.</summary>
public sealed class Scrape : IDisposable
{
    private readonly Action<Scrape> _release;

    internal Scrape(Action<Scrape> release) => _release = release;

    /// <summary>What to answer.</summary>
    public Page Page { get; } = new();

    internal List<(CollectorSlot Slot, FamilyWriter Writer)> Writers { get; } = [];

    internal FamilyWriter Self { get; } = new();

    /// <summary>Gives the buffers back; the page is empty afterwards.</summary>
    public void Dispose() => _release(this);
}
