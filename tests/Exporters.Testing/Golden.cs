using Exporters.Metrics;
using NUnit.Framework;

namespace Exporters.Testing;

/// <summary>
/// Compares a collector's page with the file <c>Fixtures/MACHINE/expected/COLLECTOR.prom</c>. With <c>UPDATE_GOLDEN=1</c> in the
/// environment the file is written instead; read the difference before you commit it.
/// </summary>
public static class Golden
{
    /// <summary>Runs the collector on a machine's fixture and compares.</summary>
    /// <param name="collector">Made for <see cref="FixtureTree.Paths"/> of <paramref name="machine"/>.</param>
    /// <param name="machine">Where the expected page lies.</param>
    /// <param name="variant">Tells apart several pages of one collector, for other settings: <c>cpu.info.prom</c>.</param>
    public static void Matches(ICollector collector, FixtureTree machine, string? variant = null)
    {
        string page;
        try
        {
            var writer = new FamilyWriter();
            collector.Collect(writer);
            Assert.That(writer.UnreadableParts.Problems.Select(problem => problem.Message), Is.Empty, "a real machine's file is not what its reader knows");
            page = Page.Of(writer);
        }
        catch (CollectorUnavailableException e)
        {
            page = $"# unavailable: {e.Reason}\n";
        }

        Matches(page, Path.Combine(machine.Directory, "expected", $"{collector.Name}{(variant is null ? "" : "." + variant)}.prom"));
    }

    /// <summary>Compares a text with a file.</summary>
    public static void Matches(string page, string file)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, page);
            return;
        }

        Assert.That(File.Exists(file), $"{file} is missing; UPDATE_GOLDEN=1 dotnet test writes it");
        Assert.That(page.Split('\n'), Is.EqualTo(File.ReadAllText(file).Split('\n')), $"differs from {file}; UPDATE_GOLDEN=1 dotnet test rewrites it");
    }
}
