using System.Text;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// Families whose names end in what the kernel calls a number, <c>node_zfs_arc_</c> and <c>hits</c> say. A family is made when its
/// number is first met, so that a machine without them holds none; those that are known beforehand are for the documentation.
/// Letters that a name may not have become <c>_</c>.
/// </summary>
/// <param name="make">The kind of family, <see cref="Family.Counter"/> say.</param>
/// <param name="prefix">What the names begin with.</param>
/// <param name="suffix">What the names end with; may be empty.</param>
/// <param name="help">The help text, with <c>{0}</c> for the kernel's word.</param>
/// <param name="names">Whole names of the families that are known beforehand, as text: they are for the documentation and made for it only.</param>
/// <param name="labels">Label names.</param>
internal sealed class KernelFamilies(
    Func<string, string, string[], Family> make, string prefix, string suffix, string help, KernelFamilies.NameText names, params string[] labels)
{
    /// <summary>Names with white space between.</summary>
    public delegate ReadOnlySpan<byte> NameText();

    private const int MaxKeys = 4096;
    private readonly Dictionary<byte[], Family?> _byKey = new(Utf8Comparer.Instance);
    private readonly Dictionary<string, Family> _byName = new(StringComparer.Ordinal);

    /// <summary>Every family that was met or is known beforehand.</summary>
    public IReadOnlyList<Family> Known
    {
        get
        {
            lock (_byKey)
            {
                foreach (var name in Encoding.UTF8.GetString(names()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                {
                    Make(name, name[prefix.Length..^suffix.Length]);
                }

                return [.. _byName.Values];
            }
        }
    }

    /// <summary>The family of the kernel's word; null for one that no name can hold, and for words without end.</summary>
    public Family? Get(ReadOnlySpan<byte> key)
    {
        lock (_byKey)
        {
            var lookup = _byKey.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (lookup.TryGetValue(key, out var family))
            {
                return family;
            }

            if (_byKey.Count >= MaxKeys || key.IsEmpty)
            {
                return null;
            }

            var word = Encoding.UTF8.GetString(key);
            family = Make($"{prefix}{Clean(word)}{suffix}", word);
            _byKey.Add(key.ToArray(), family);
            return family;
        }
    }

    /// <summary>The word with every letter that a metric's name may not have replaced by <c>_</c>.</summary>
    public static string Clean(string word) => string.Create(word.Length, word, static (name, text) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            name[i] = char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_' ? text[i] : '_';
        }
    });

    private Family Make(string name, string word)
    {
        if (!_byName.TryGetValue(name, out var family))
        {
            family = make(name, help.Replace("{0}", word, StringComparison.Ordinal), labels);
            _byName.Add(name, family);
        }

        return family;
    }
}
