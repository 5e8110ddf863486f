using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>
/// Reads a dictionary of properties, <c>a{sv}</c>, one after the other. After <see cref="Next"/> ask for the value at most once, by
/// the type that it should have: a value of another type reads as null, one that nobody asks for is passed over. 2^64−1 is
/// systemd's "not set" and reads as null.
/// </summary>
internal ref struct PropertyReader
{
    /// <summary>The types of the answer of <c>GetAll</c>.</summary>
    public const string Types = "a{sv}";

    private readonly ArrayEnd _end;
    private Reader _reader;
    private ReadOnlySpan<byte> _type;

    public PropertyReader(ref Reader body)
    {
        _end = body.ReadDictionaryStart();
        _reader = body;
    }

    /// <summary>The name of the property.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Goes to the next property; false after the last.</summary>
    public bool Next()
    {
        if (!_type.IsEmpty)
        {
            _reader.Skip(Taken());
        }

        if (!_reader.HasNext(_end))
        {
            return false;
        }

        Key = _reader.Text();
        _type = _reader.ReadSignatureAsSpan();
        return !_type.IsEmpty ? true : throw new BusFormatException("a variant without a type");
    }

    /// <summary>s or o: a text or the path of an object.</summary>
    public string? Word() => Take('s') || Take('o') ? BusWords.Of(_reader.Text()) : null;

    /// <summary>t: 64 bits; null for 2^64−1.</summary>
    public ulong? UInt64() => RawUInt64() is var value and not ulong.MaxValue ? value : null;

    /// <summary>t: 64 bits, 2^64−1 included.</summary>
    public ulong? RawUInt64() => Take('t') ? _reader.ReadUInt64() : null;

    /// <summary>u: 32 bits.</summary>
    public uint? UInt32() => Take('u') ? _reader.ReadUInt32() : null;

    /// <summary>i: 32 bits, signed.</summary>
    public int? Int32() => Take('i') ? _reader.ReadInt32() : null;

    /// <summary>b: true or false.</summary>
    public bool? Bool() => Take('b') ? _reader.ReadBool() : null;

    /// <summary>A structure of nothing but t.</summary>
    /// <param name="type">The type of the structure, <c>(ttt)</c> say.</param>
    public ulong[]? UInt64s(ReadOnlySpan<byte> type)
    {
        if (!_type.SequenceEqual(type))
        {
            return null;
        }

        Taken();
        _reader.AlignStruct();
        var values = new ulong[type.Length - 2];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _reader.ReadUInt64();
        }

        return values;
    }

    private bool Take(char type)
    {
        if (_type.Length != 1 || _type[0] != type)
        {
            return false;
        }

        _type = default;
        return true;
    }

    private ReadOnlySpan<byte> Taken()
    {
        var type = _type;
        _type = default;
        return type;
    }
}
