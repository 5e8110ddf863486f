using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>One power supply as the collector remembers it: which attributes it has, and its texts as last read.</summary>
internal sealed class PowerSupply
{
    private const int TextBytes = 4096;

    private readonly DirectoryListing _listing;
    private readonly List<(string Path, Family Family, double Divisor)> _numbers = [];
    private readonly List<TextAttribute> _texts = [];
    private readonly string _name;
    private readonly LabelSet _labels;
    private LabelSet _info;

    /// <summary>The supply in <paramref name="directory"/>.</summary>
    public PowerSupply(string directory, string name)
    {
        _listing = new DirectoryListing(directory);
        _name = name;
        _labels = _info = LabelSet.Of("power_supply", name);
    }

    /// <summary>Reads and writes every attribute that has a value now.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="infoFamily">The family of the texts.</param>
    public void Write(FamilyWriter writer, Family infoFamily)
    {
        if (_listing.Refresh())
        {
            Learn();
        }

        foreach (var (path, family, divisor) in _numbers)
        {
            writer.WriteIfKnown(family, SysFile.Int64(path, writer.Unreadable) / divisor, _labels);
        }

        if (ReadTexts())
        {
            Encode();
        }

        writer.Write(infoFamily, 1, _info);
    }

    private void Learn()
    {
        _numbers.Clear();
        _texts.Clear();
        foreach (var file in _listing.Names)
        {
            var path = $"{_listing.Path}/{file}";
            if (PowerSupplyAttributes.Numbers.TryGetValue(file, out var number))
            {
                _numbers.Add((path, number.Family, number.Divisor));
            }
            else if (PowerSupplyAttributes.Texts.Contains(file))
            {
                _texts.Add(new TextAttribute(file, path));
            }
        }

        Encode();
    }

    private bool ReadTexts()
    {
        var changed = false;
        Span<byte> buffer = stackalloc byte[TextBytes];
        foreach (var text in _texts)
        {
            var value = SysFile.Read(text.Path, buffer, out _);
            if (!value.SequenceEqual(text.Value))
            {
                text.Value = value.ToArray();
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Empty texts are left out: supplies differ in what they tell.</summary>
    private void Encode()
    {
        var present = _texts.FindAll(text => text.Value.Length > 0);
        _info = new LabelSet(
            [.. present.Select(text => text.Name), "power_supply"], [.. present.Select(text => Encoding.UTF8.GetString(text.Value)), _name]);
    }

    private sealed class TextAttribute(string name, string path)
    {
        public string Name { get; } = name;

        public string Path { get; } = path;

        public byte[] Value { get; set; } = [];
    }
}
