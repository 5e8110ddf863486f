using Exporters.Metrics.Exposition;

namespace Exporters.Metrics;

/// <summary>
/// Labels with their values, encoded once as they stand between the braces. For what stays the same from scrape to scrape:
/// a device's name, a container's identity.
/// </summary>
public sealed class LabelSet
{
    /// <summary>No labels.</summary>
    public static readonly LabelSet Empty = new([], []);

    private readonly byte[] _utf8;

    /// <summary>Encodes labels; a null value leaves its label out. Names must be distinct.</summary>
    public LabelSet(ReadOnlySpan<string> names, ReadOnlySpan<string?> values)
    {
        if (names.Length != values.Length)
        {
            throw new ArgumentException($"{names.Length} label names, {values.Length} values", nameof(values));
        }

        var buffer = new Utf8Buffer(64);
        for (var i = 0; i < names.Length; i++)
        {
            if (!Names.IsLabelName(names[i]))
            {
                throw new ArgumentException($"not a label name: \"{names[i]}\"", nameof(names));
            }

            if (values[i] is { } value)
            {
                LabelEncoder.Append(buffer, System.Text.Encoding.UTF8.GetBytes(names[i]), value);
            }
        }

        _utf8 = buffer.Written.ToArray();
    }

    private LabelSet(byte[] utf8) => _utf8 = utf8;

    /// <summary>One label.</summary>
    public static LabelSet Of(string name, string value) => new([name], [value]);

    /// <summary>These labels followed by others; the names must be distinct.</summary>
    public LabelSet Join(LabelSet others) =>
        _utf8.Length == 0 ? others : others._utf8.Length == 0 ? this : new LabelSet([.. _utf8, (byte)',', .. others._utf8]);

    internal ReadOnlySpan<byte> Utf8 => _utf8;

    /// <inheritdoc/>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(_utf8);
}
