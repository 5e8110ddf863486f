namespace Exporters.Systemd.Bus;

/// <summary>
/// Walks through a dictionary of properties, <c>a{sv}</c>. After <see cref="Next"/> ask for the value once, as what it should be;
/// a value of another type, and one that nobody asks for, is passed over. 2^64−1 is systemd's "not set" and reads as null.
/// </summary>
internal ref struct PropertyReader
{
    /// <summary>The types of the answer of <c>GetAll</c>.</summary>
    public const string Types = "a{sv}";

    private readonly int _end;
    private WireReader _reader;
    private ReadOnlySpan<byte> _type;

    public PropertyReader(ref WireReader body)
    {
        _end = body.Array(8);
        _reader = body;
    }

    /// <summary>The name of the property.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Goes to the next property.</summary>
    public bool Next()
    {
        Pass();
        if (_reader.Position >= _end)
        {
            return false;
        }

        _reader.Align(8);
        Key = _reader.Text();
        _type = _reader.Signature();
        return true;
    }

    /// <summary>s or o.</summary>
    public string? Word() => Is((byte)'s') || Is((byte)'o') ? BusWords.Of(Taken().Text()) : null;

    /// <summary>t; null for 2^64−1.</summary>
    public ulong? UInt64() => Is((byte)'t') && Taken().UInt64() is var value and not ulong.MaxValue ? value : null;

    /// <summary>t, 2^64−1 included.</summary>
    public ulong? RawUInt64() => Is((byte)'t') ? Taken().UInt64() : null;

    /// <summary>u.</summary>
    public uint? UInt32() => Is((byte)'u') ? Taken().UInt32() : null;

    /// <summary>i.</summary>
    public int? Int32() => Is((byte)'i') ? Taken().Int32() : null;

    /// <summary>b.</summary>
    public bool? Bool() => Is((byte)'b') ? Taken().Bool() : null;

    /// <summary>A structure of nothing but t, <c>(ttt)</c> say.</summary>
    public ulong[]? UInt64s(ReadOnlySpan<byte> type)
    {
        if (!_type.SequenceEqual(type))
        {
            return null;
        }

        ref var reader = ref Taken();
        reader.Align(8);
        var values = new ulong[type.Length - 2];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.UInt64();
        }

        return values;
    }

    private readonly bool Is(byte type) => _type.Length == 1 && _type[0] == type;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    private ref WireReader Taken()
    {
        _type = default;
        return ref _reader;
    }

    private void Pass()
    {
        if (!_type.IsEmpty)
        {
            _reader.Skip(_type);
            _type = default;
        }
    }
}
