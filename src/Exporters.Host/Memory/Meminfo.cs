using Exporters.Linux;

namespace Exporters.Host.Memory;

/// <summary>
/// Walks through <c>/proc/meminfo</c>, proc_meminfo(5), line by line: amounts in bytes (<c>kB</c> there means 1024), counts as
/// they are.
/// <code>
/// MemTotal:       16336644 kB
/// HugePages_Total:       0
/// </code>
/// </summary>
internal ref struct Meminfo(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
{
    private Utf8Cursor _file = new(text, source, unreadable);
    private Utf8Cursor _line;

    /// <summary>The name before the colon, <c>Active(anon)</c> say.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Goes to the next line that has a key.</summary>
    public bool Next()
    {
        while (_file.NextLine(out _line))
        {
            if (_line.Rest.Contains((byte)':'))
            {
                Key = _line.Until((byte)':');
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The value of this line: bytes, or a count when the line has no unit. Null, and reported, when it is no number or has a unit
    /// other than kB.
    /// </summary>
    public double? Value()
    {
        var value = _line.UInt64();
        var unit = _line.Field();
        if (unit.IsEmpty)
        {
            return value;
        }

        if (!unit.SequenceEqual("kB"u8))
        {
            _line.Report(unit, "the unit kB");
            return null;
        }

        return value * 1024.0;
    }
}
