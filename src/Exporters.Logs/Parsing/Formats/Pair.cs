using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>One <c>key=value</c> of a line.</summary>
/// <param name="key">The key; empty when it is the one that was expected.</param>
/// <param name="value">The value without its quotes.</param>
/// <param name="escaped">Whether the value has escapes to be resolved.</param>
/// <param name="used">Bytes that the pair takes.</param>
internal readonly ref struct Pair(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool escaped, int used)
{
    private readonly ReadOnlySpan<byte> _key = key;

    /// <summary>The value without its quotes, escapes untouched.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>Bytes that the pair takes.</summary>
    public int Used => used;

    /// <summary>The name of its field. To be asked for once, when the pair is taken.</summary>
    public FieldName Field(EntryWriter to) => _key.IsEmpty ? to.TakeExpectedField() : to.Field(_key);

    /// <summary>The value with its escapes resolved, valid until the writer's scratch is used again.</summary>
    public ReadOnlySpan<byte> Resolve(EntryWriter to) => escaped ? Pairs.Resolve(Value, escaped, to) : Value;
}
