using Exporters.Metrics;

namespace Exporters.Host.Tests;

/// <summary>Asserts that a collector has reached its steady state after two scrapes.</summary>
internal static class Allocations
{
    /// <summary>The third scrape of an unchanged machine allocates nothing.</summary>
    public static void AreNone(ICollector collector)
    {
        var writer = new FamilyWriter();
        for (var warm = 0; warm < 3; warm++)
        {
            collector.Collect(writer);
            writer.Clear();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        collector.Collect(writer);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero, "bytes allocated by a scrape in which nothing changed");
    }
}
