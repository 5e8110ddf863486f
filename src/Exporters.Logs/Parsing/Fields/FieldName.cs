using System.Runtime.CompilerServices;
using System.Text;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>The name of a field as lines have it, and what is known of it: the same instance wherever it occurs, as a rule.</summary>
internal sealed class FieldName
{
    private const int Slots = 1024;

    /// <summary>Longer names are made anew each time.</summary>
    private const int MaxBytes = 64;

    // A newcomer takes the slot over. Threads share it: a slot only ever holds a whole name or none.
    private static readonly FieldName?[] Known = new FieldName?[Slots];

    private readonly byte[] _bytes;

    private FieldName(ReadOnlySpan<byte> name)
    {
        _bytes = name.ToArray();
        Text = Encoding.UTF8.GetString(name);
        Role = FieldRoles.Of(name);
        AttributeName = Role == FieldRole.Level ? $"field.{Text}" : Text;
        IsKey = IsWholeKey(name);
    }

    /// <summary>The name as it stands in the line.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The name.</summary>
    public string Text { get; }

    /// <summary>
    /// The name of an attribute of it. A field that is called like a level and was not taken as one gets a prefix: receivers would
    /// believe it before the record's own level.
    /// </summary>
    public string AttributeName { get; }

    /// <summary>What a field of this name is for.</summary>
    public FieldRole Role { get; }

    /// <summary>Whether it may stand before the <c>=</c> of a pair.</summary>
    public bool IsKey { get; }

    /// <summary>The name of these bytes.</summary>
    public static FieldName Of(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxBytes)
        {
            return new FieldName(name);
        }

        ref var slot = ref Known[(ByteKey.Hash(name) >> 1) & (Slots - 1)];
        var known = slot;
        return known is not null && name.SequenceEqual(known._bytes) ? known : slot = new FieldName(name);
    }

    /// <summary>Whether a byte may stand in the key of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsKeyByte(byte c) => char.IsAsciiLetterOrDigit((char)c) || c is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'@' or (byte)'/';

    /// <summary>Whether a byte may begin the key of a pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsKeyStart(byte c) => char.IsAsciiLetter((char)c) || c is (byte)'_' or (byte)'@';

    private static bool IsWholeKey(ReadOnlySpan<byte> text)
    {
        foreach (var c in text)
        {
            if (!IsKeyByte(c))
            {
                return false;
            }
        }

        return !text.IsEmpty && IsKeyStart(text[0]);
    }
}
