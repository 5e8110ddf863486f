using Exporters.Metrics;

namespace Exporters.Logs.Steps;

/// <summary>One derived metric: its series, bounded in number. Sources add to it, the page reads it.</summary>
internal sealed class DerivedMetric
{
    private const string Other = "_other";

    private readonly Lock _lock = new();
    private readonly DerivedMetricConfig _config;
    private readonly double[] _bounds;
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Series>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private char[] _key = new char[128];

    public DerivedMetric(DerivedMetricConfig config)
    {
        _config = config;
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<char>>();
        _bounds = [.. config.Buckets];
        string[] labels = ["source", .. config.Labels.Select(label => label.Key)];
        Family = Family.From("a metrics step below logs", config.Type, config.Name, config.Help, labels);
    }

    /// <summary>Name, type and labels.</summary>
    public Family Family { get; }

    /// <summary>Whether another configuration means the same metric.</summary>
    public bool Fits(DerivedMetricConfig config) => _config.Fits(config);

    /// <summary>Adds to, sets or observes into the series of these label values, the source first.</summary>
    public void Add(ReadOnlySpan<string> labels, double value)
    {
        lock (_lock)
        {
            var series = Find(labels);
            if (_config.Type == MetricType.Gauge)
            {
                series.Value = value;
                return;
            }

            series.Value += value;
            if (series.Buckets is { } buckets)
            {
                var bucket = Array.BinarySearch(_bounds, value);
                buckets[bucket < 0 ? ~bucket : bucket]++;
            }
        }
    }

    /// <summary>Writes every series.</summary>
    public void Write(FamilyWriter writer)
    {
        lock (_lock)
        {
            foreach (var series in _series.Values)
            {
                if (series.Buckets is { } buckets)
                {
                    writer.WriteHistogram(Family, _bounds, buckets, series.Value, LabelSet.Empty, series.Labels);
                }
                else
                {
                    writer.Write(Family, series.Value, series.Labels);
                }
            }
        }
    }

    private Series Find(ReadOnlySpan<string> labels)
    {
        var key = Key(labels);
        if (_lookup.TryGetValue(key, out var series))
        {
            return series;
        }

        string[] values = [.. labels];
        if (_series.Count >= _config.MaxSeries)
        {
            // Only the source stays: one more series for each of them at most.
            values.AsSpan(1).Fill(Other);
            key = Key(values);
            if (_lookup.TryGetValue(key, out series))
            {
                return series;
            }
        }

        series = new Series(values, _config.Type == MetricType.Histogram ? new ulong[_bounds.Length + 1] : null);
        _series.Add(key.ToString(), series);
        return series;
    }

    // Values with a zero between them: it does not occur in what a label may hold and tells "a","bc" from "ab","c".
    private ReadOnlySpan<char> Key(ReadOnlySpan<string> labels)
    {
        var length = 0;
        foreach (var label in labels)
        {
            var needed = length + label.Length + 1;
            if (_key.Length < needed)
            {
                Array.Resize(ref _key, needed * 2);
            }

            label.CopyTo(_key.AsSpan(length));
            _key[needed - 1] = '\0';
            length = needed;
        }

        return _key.AsSpan(0, length);
    }

    private sealed class Series(string[] labels, ulong[]? buckets)
    {
        public string[] Labels => labels;

        public ulong[]? Buckets => buckets;

        public double Value { get; set; }
    }
}
