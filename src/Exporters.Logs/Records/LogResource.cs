using System.Globalization;
using System.Text;

namespace Exporters.Logs.Records;

/// <summary>
/// The resource attributes of a stream: what Loki makes labels of (<c>service.name</c>, <c>job</c>, <c>instance</c>,
/// <c>container</c> …). Two resources with the same attributes are equal, and share one sender's provider.
/// </summary>
internal sealed class LogResource : IEquatable<LogResource>
{
    private readonly string _identity;
    private readonly int _hash;

    public LogResource(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        // Loops: queries over pairs would be compiled at each start.
        var sorted = new List<KeyValuePair<string, string>>();
        foreach (var attribute in attributes)
        {
            if (attribute.Value.Length > 0)
            {
                var at = sorted.Count;
                while (at > 0 && string.CompareOrdinal(sorted[at - 1].Key, attribute.Key) > 0)
                {
                    at--;
                }

                sorted.Insert(at, attribute);
            }
        }

        var identity = new StringBuilder();
        foreach (var (key, value) in sorted)
        {
            identity.Append(CultureInfo.InvariantCulture, $"{key.Length}:{key}={value}\n");
        }

        Attributes = sorted;
        _identity = identity.ToString();
        _hash = _identity.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Attributes by name, ordinal; none with an empty value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; }

    public bool Equals(LogResource? other) =>
        ReferenceEquals(other, this) || (other is not null && other._hash == _hash && other._identity == _identity);

    public override bool Equals(object? obj) => Equals(obj as LogResource);

    public override int GetHashCode() => _hash;

    public override string ToString() => string.Join(' ', Attributes.Select(a => $"{a.Key}={a.Value}"));
}
