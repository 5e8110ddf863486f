using System.Text;

namespace Exporters.Containers.Usage;

/// <summary>Names that come up again and again as bytes, such as <c>eth0</c>, as text made once. Bounded.</summary>
internal sealed class Utf8Names
{
    private const int Most = 128;

    private readonly List<(byte[] Utf8, string Text)> _known = [];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        foreach (var (bytes, text) in _known)
        {
            if (utf8.SequenceEqual(bytes))
            {
                return text;
            }
        }

        var made = Encoding.UTF8.GetString(utf8);
        if (_known.Count < Most)
        {
            _known.Add((utf8.ToArray(), made));
        }

        return made;
    }
}
