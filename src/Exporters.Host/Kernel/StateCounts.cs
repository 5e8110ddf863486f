using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>How many tasks there are in each state.</summary>
internal sealed class StateCounts(string label)
{
    private const int Letters = 128;
    private readonly ulong[] _counts = new ulong[Letters];
    private readonly LabelSet?[] _labels = new LabelSet?[Letters];

    public void Clear() => Array.Clear(_counts);

    public void Add(char state) => _counts[state % Letters]++;

    /// <summary>Writes the states that some task is in.</summary>
    public void Write(FamilyWriter writer, Family family)
    {
        for (var i = 0; i < Letters; i++)
        {
            if (_counts[i] > 0)
            {
                writer.Write(family, _counts[i], _labels[i] ??= LabelSet.Of(label, ((char)i).ToString()));
            }
        }
    }
}
