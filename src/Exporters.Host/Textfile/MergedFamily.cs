using Exporters.Metrics;

namespace Exporters.Host.Textfile;

/// <summary>A family as it goes on the page: what all files say of it, with equal labels.</summary>
internal sealed class MergedFamily(Family family)
{
    private readonly List<(LabelSet Labels, SamplePart? Part, double Bound, double Value)> _samples = [];

    public void Add(LabelSet labels, SamplePart? part, double bound, double value) => _samples.Add((labels, part, bound, value));

    /// <summary>Writes its samples.</summary>
    public void Write(FamilyWriter writer)
    {
        foreach (var (labels, part, bound, value) in _samples)
        {
            if (part is { } known)
            {
                writer.WritePart(family, known, value, labels, bound);
            }
            else
            {
                writer.Write(family, value, labels);
            }
        }
    }
}
