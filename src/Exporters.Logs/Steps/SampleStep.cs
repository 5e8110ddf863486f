using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>
/// Lets a part of the records through, by a hash of what they are: a replay decides alike. What went through carries its ratio, so
/// that counts can be scaled up again.
/// </summary>
internal sealed class SampleStep : IStep
{
    private const string RatioName = "sampling.ratio";

    private readonly double[] _ratios;
    private readonly object[] _boxed;

    public SampleStep(SampleConfig config)
    {
        _ratios = [.. config.Ratios];
        _boxed = Array.ConvertAll(_ratios, ratio => (object)ratio);
    }

    /// <inheritdoc/>
    public string? Apply(LogEntry entry, ulong identity)
    {
        var level = Levels.Of(entry.Severity);
        var index = level < 0 ? 6 : level;
        if (_ratios[index] >= 1)
        {
            return null;
        }

        if (Spread(identity) >= _ratios[index])
        {
            return "sampled";
        }

        entry.Attributes.Add(new KeyValuePair<string, object?>(RatioName, _boxed[index]));
        return null;
    }

    // SplitMix64's last step: identities that follow each other end up anywhere from 0 to 1.
    private static double Spread(ulong identity)
    {
        identity = (identity ^ (identity >> 30)) * 0xBF58476D1CE4E5B9UL;
        identity = (identity ^ (identity >> 27)) * 0x94D049BB133111EBUL;
        identity ^= identity >> 31;
        return (identity >> 11) * (1.0 / (1UL << 53));
    }
}
