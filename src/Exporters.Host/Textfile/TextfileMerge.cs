using Exporters.Metrics;

namespace Exporters.Host.Textfile;

/// <summary>
/// Joins the families of several files. Files that disagree about a family's help or type cannot be joined: the first one
/// counts, the family of the other is left out and reported. Samples get the labels that any sample of the family has, empty
/// where they lack them. A sample that is there twice is shown once and reported.
/// </summary>
internal sealed class TextfileMerge
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _order = [];

    /// <summary>What could not be joined: one sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Takes in a file.</summary>
    public void Add(TextFile file)
    {
        foreach (var family in file.Families)
        {
            if (!_entries.TryGetValue(family.Name, out var entry))
            {
                _entries.Add(family.Name, entry = new Entry(family, file.Path));
                _order.Add(entry);
            }
            else if (family.Type != entry.Type)
            {
                Problems.Add($"{file.Path}: {family.Name} is a {family.Type} here and a {entry.Type} in {entry.Files[0]}");
                continue;
            }
            else if (family.Help is not null && entry.Help is not null && family.Help != entry.Help)
            {
                Problems.Add($"{file.Path}: the help of {family.Name} is \"{family.Help}\" here and \"{entry.Help}\" in {entry.Files[0]}");
                continue;
            }

            entry.Help ??= family.Help;
            entry.Files.Add(file.Path);
            entry.Samples.AddRange(family.Samples);
        }
    }

    /// <summary>The families in the order in which they were met.</summary>
    public List<MergedFamily> Finish() => _order.ConvertAll(Finish);

    private MergedFamily Finish(Entry entry)
    {
        var files = string.Join(", ", entry.Files.Distinct());
        var merged = new MergedFamily(Family.From(files, entry.Type ?? MetricType.Untyped, entry.Name, entry.Help ?? $"Read from {files}."));
        var names = entry.Samples.SelectMany(sample => sample.Labels.Select(label => label.Key)).Distinct().Order(StringComparer.Ordinal).ToArray();
        foreach (var metric in entry.Samples.GroupBy(sample => sample.LabelKey, StringComparer.Ordinal))
        {
            var given = metric.First().Labels;
            var labels = new LabelSet(names, [.. names.Select(name => given.FirstOrDefault(label => label.Key == name).Value ?? "")]);
            var samples = metric.ToList();
            if (samples.DistinctBy(sample => (sample.Part, sample.Bound)).Count() < samples.Count)
            {
                Problems.Add($"{files}: {entry.Name}{{{labels}}} is there more than once");
            }

            if (entry.Type is MetricType.Histogram or MetricType.Summary)
            {
                AddParts(merged, labels, samples, entry.Type == MetricType.Histogram);
            }
            else
            {
                merged.Add(labels, null, 0, samples[0].Value);
            }
        }

        return merged;
    }

    /// <summary>Bounds in ascending order, then sum and count, which are 0 when the file does not give them; a histogram has a last bucket.</summary>
    private static void AddParts(MergedFamily merged, LabelSet labels, List<ExpositionSample> samples, bool isHistogram)
    {
        var count = samples.Find(sample => sample.Part == SamplePart.Count)?.Value ?? 0;
        var sum = samples.Find(sample => sample.Part == SamplePart.Sum)?.Value ?? 0;
        var bounds = samples.Where(sample => sample.Part is SamplePart.Bucket or SamplePart.Quantile)
            .DistinctBy(sample => sample.Bound).OrderBy(sample => sample.Bound).ToList();
        foreach (var sample in bounds)
        {
            merged.Add(labels, sample.Part, sample.Bound, sample.Value);
        }

        if (isHistogram && !bounds.Exists(sample => double.IsPositiveInfinity(sample.Bound)))
        {
            merged.Add(labels, SamplePart.Bucket, double.PositiveInfinity, count);
        }

        merged.Add(labels, SamplePart.Sum, 0, sum);
        merged.Add(labels, SamplePart.Count, 0, count);
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
