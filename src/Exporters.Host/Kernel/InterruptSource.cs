using System.Globalization;
using System.Text;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>An interrupt as it was last described, with its labels; null labels when it is not shown.</summary>
internal sealed class InterruptSource
{
    private readonly byte[] _name;
    private readonly byte[] _description;

    public InterruptSource(ReadOnlySpan<byte> name, ReadOnlySpan<byte> description, NameFilter filter)
    {
        _name = name.ToArray();
        _description = description.ToArray();
        var type = Encoding.UTF8.GetString(name);
        var words = Encoding.UTF8.GetString(description).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

        // A numbered interrupt names its controller, then the line and the devices on it; the others say what they are.
        var numbered = int.TryParse(type, NumberStyles.None, CultureInfo.InvariantCulture, out _) && words.Length > 0;
        var info = numbered ? words[0] : string.Join(' ', words);
        var devices = numbered ? string.Join(' ', words[1..]) : "";
        Labels = filter.Admits($"{type};{info};{devices}") ? new LabelSet(["type", "info", "devices"], [type, info, devices]) : null;
    }

    public LabelSet? Labels { get; }

    public bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> description) =>
        name.SequenceEqual(_name) && description.SequenceEqual(_description);
}
