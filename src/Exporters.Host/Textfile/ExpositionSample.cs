using Exporters.Metrics;

namespace Exporters.Host.Textfile;

/// <summary>One sample of a text file.</summary>
/// <param name="Labels">Its labels in the order of their names, <c>le</c> and <c>quantile</c> taken out where they mean a bound.</param>
/// <param name="Part">Which sample of a histogram or summary; null for other types.</param>
/// <param name="Bound">Upper bound of a bucket, or quantile.</param>
/// <param name="Value">Its value.</param>
internal sealed record ExpositionSample(KeyValuePair<string, string>[] Labels, SamplePart? Part, double Bound, double Value)
{
    /// <summary>The labels as one text, for comparing.</summary>
    public string LabelKey() => string.Join('\u0001', Labels.Select(label => $"{label.Key}\u0002{label.Value}"));
}
