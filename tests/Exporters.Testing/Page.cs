using System.Text;
using Exporters.Metrics;

namespace Exporters.Testing;

/// <summary>What a collector has to say, as text of the Prometheus format 0.0.4.</summary>
public static class Page
{
    /// <summary>Runs the collector once; what it throws comes through.</summary>
    public static string Of(ICollector collector)
    {
        var writer = new FamilyWriter();
        collector.Collect(writer);
        return Of(writer);
    }

    /// <summary>The families of the writer in the order of their names, samples in the order in which they were written.</summary>
    /// <exception cref="InvalidOperationException">A series was written twice.</exception>
    public static string Of(FamilyWriter writer)
    {
        var text = new StringBuilder();
        foreach (var block in writer.Blocks.OrderBy(block => block.Family.Name, StringComparer.Ordinal))
        {
            if (block.Repeated is { } series)
            {
                throw new InvalidOperationException($"{series} was written twice");
            }

            text.Append(Encoding.UTF8.GetString(block.Family.TextHeader));
            text.Append(Encoding.UTF8.GetString(block.Lines));
        }

        return text.ToString();
    }

    /// <summary>
    /// What the collector cannot read, as the log shows it: the first problem of each file whose rest it publishes, or why it
    /// publishes nothing.
    /// </summary>
    public static string[] Unreadable(ICollector collector)
    {
        var writer = new FamilyWriter();
        try
        {
            collector.Collect(writer);
        }
        catch (FormatException e)
        {
            writer.Unreadable(e);
        }

        return [.. writer.UnreadableParts.Problems.Select(problem => problem.Message)];
    }

    /// <summary>The families that a writer holds.</summary>
    public static IEnumerable<Family> Families(FamilyWriter writer) => writer.Blocks.Select(block => block.Family);

    /// <summary>The sample lines of one family, in the order in which they were written.</summary>
    public static string[] Samples(ICollector collector, string family) =>
        [.. Samples(collector).Where(line => line.StartsWith(family, StringComparison.Ordinal) && line[family.Length] is ' ' or '{')];

    /// <summary>All sample lines.</summary>
    public static string[] Samples(ICollector collector) =>
        [.. Of(collector).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
}
