using Exporters.Metrics;

namespace Exporters.Host.Textfile;

/// <summary>
/// Joins the families of several files. Files that disagree about a family's help or type cannot be joined: the first one
/// counts, the family of the other is left out and reported. Samples get the labels that any sample of the family has, empty
/// where they lack them. A sample that is there twice is shown once and reported.
/// </summary>
internal sealed class TextfileMerge
{
    private static readonly string[] PartSuffixes = ["_bucket", "_count", "_sum"];

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _order = [];

    /// <summary>What could not be joined: one sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Takes in a file.</summary>
    public void Add(string path, IReadOnlyList<ExpositionFamily> families)
    {
        foreach (var family in families)
        {
            if (!_entries.TryGetValue(family.Name, out var entry))
            {
                _entries.Add(family.Name, entry = new Entry(family, path));
                _order.Add(entry);
            }
            else if (family.Type != entry.Type)
            {
                Problems.Add($"{path}: {family.Name} is a {family.Type} here and a {entry.Type} in {entry.Files[0]}");
                continue;
            }
            else if (family.Help is not null && entry.Help is not null && family.Help != entry.Help)
            {
                Problems.Add($"{path}: the help of {family.Name} is \"{family.Help}\" here and \"{entry.Help}\" in {entry.Files[0]}");
                continue;
            }

            entry.Help ??= family.Help;
            if (!entry.Files.Contains(path))
            {
                entry.Files.Add(path);
            }

            entry.Samples.AddRange(family.Samples);
        }
    }

    /// <summary>The families in the order in which they were met, as they go on the page.</summary>
    public FamilyWriter Finish()
    {
        var writer = new FamilyWriter();
        foreach (var entry in _order)
        {
            if (TakenSampleName(entry) is { } taken)
            {
                Problems.Add($"{string.Join(", ", entry.Files)}: the {entry.Type} {entry.Name} has samples {taken}, which is a metric of its own in {_entries[taken].Files[0]}");
                continue;
            }

            Write(entry, writer);
        }

        writer.Seal();
        return writer;
    }

    /// <summary>The name of a sample of a histogram or summary that another family has for itself.</summary>
    private string? TakenSampleName(Entry entry) => entry.Type is MetricType.Histogram or MetricType.Summary
        ? Array.Find(PartSuffixes, suffix => _entries.ContainsKey(entry.Name + suffix)) is { } found ? entry.Name + found : null
        : null;

    private void Write(Entry entry, FamilyWriter writer)
    {
        var files = string.Join(", ", entry.Files);
        var family = Family.From(files, entry.Type ?? MetricType.Untyped, entry.Name, entry.Help ?? $"Read from {files}.");
        var names = entry.Samples.SelectMany(sample => sample.Labels.Select(label => label.Key)).Distinct().Order(StringComparer.Ordinal).ToArray();
        foreach (var metric in entry.Samples.GroupBy(sample => sample.LabelKey(), StringComparer.Ordinal))
        {
            var samples = metric.ToList();
            var labels = Labels(names, samples[0].Labels);
            if (samples.Count > 1 && samples.DistinctBy(sample => (sample.Part, sample.Bound)).Count() < samples.Count)
            {
                Problems.Add($"{files}: {entry.Name}{{{labels}}} is there more than once");
            }

            if (entry.Type is MetricType.Histogram or MetricType.Summary)
            {
                WriteParts(writer, family, labels, samples);
            }
            else
            {
                writer.Write(family, samples[0].Value, labels);
            }
        }
    }

    private static LabelSet Labels(string[] names, KeyValuePair<string, string>[] given)
    {
        var values = new string[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = Array.Find(given, label => label.Key == names[i]).Value ?? "";
        }

        return new LabelSet(names, values);
    }

    /// <summary>Bounds in ascending order, then sum and count, which are 0 when the file does not give them; a histogram has a last bucket.</summary>
    private static void WriteParts(FamilyWriter writer, Family family, LabelSet labels, List<ExpositionSample> samples)
    {
        var count = samples.Find(sample => sample.Part == SamplePart.Count)?.Value ?? 0;
        var sum = samples.Find(sample => sample.Part == SamplePart.Sum)?.Value ?? 0;
        var bounds = samples.Where(sample => sample.Part is SamplePart.Bucket or SamplePart.Quantile)
            .DistinctBy(sample => sample.Bound).OrderBy(sample => sample.Bound).ToList();
        foreach (var sample in bounds)
        {
            writer.WritePart(family, sample.Part!.Value, sample.Value, labels, sample.Bound);
        }

        if (family.Type == MetricType.Histogram && !bounds.Exists(sample => double.IsPositiveInfinity(sample.Bound)))
        {
            writer.WritePart(family, SamplePart.Bucket, count, labels, double.PositiveInfinity);
        }

        writer.WritePart(family, SamplePart.Sum, sum, labels);
        writer.WritePart(family, SamplePart.Count, count, labels);
    }

    private sealed class Entry(ExpositionFamily first, string file)
    {
        public string Name { get; } = first.Name;

        public MetricType? Type { get; } = first.Type;

        public string? Help { get; set; } = first.Help;

        public List<string> Files { get; } = [file];

        public List<ExpositionSample> Samples { get; } = [];
    }
}
