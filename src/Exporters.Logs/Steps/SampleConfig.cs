using Exporters.Configuration;

namespace Exporters.Logs.Steps;

/// <summary>How many of the records of each level go on.</summary>
internal sealed record SampleConfig
{
    /// <summary>The ratio of each level, trace to fatal, then of records without a level; 0 to 1, default 1.</summary>
    public IReadOnlyList<double> Ratios { get; init; } = [1, 1, 1, 1, 1, 1, 1];

    /// <summary>Reads <c>sample</c>: a mapping from level to ratio, <c>none</c> for records without a level.</summary>
    public static SampleConfig? Read(ConfigNode node)
    {
        var map = node.Map();
        var ratios = new double[7];
        for (var level = 0; level < ratios.Length; level++)
        {
            ratios[level] = map.Get(Levels.Name(level < 6 ? level : -1))?.Number(0, 1) ?? 1;
        }

        map.RejectUnknown();
        return new SampleConfig { Ratios = ratios };
    }
}
