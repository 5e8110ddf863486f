using System.Buffers.Text;

namespace Exporters.Linux;

/// <summary>
/// Walks through kernel text without copying it: lines of a file, fields of a line. Numbers are strict: a field that is asked for
/// as a number and is none is null and reported with file, line and text, so that the reader leaves out that field or row and
/// goes on. A cursor without a receiver of such reports throws them instead.
/// </summary>
public ref struct Utf8Cursor
{
    private readonly string _source;
    private readonly Action<ProcFormatException>? _unreadable;
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _line;

    /// <summary>A cursor over a whole file.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="source">The file's name for messages, <c>/proc/meminfo</c> say.</param>
    /// <param name="unreadable">Told what is left out because it is not what it should be; null to have it thrown.</param>
    public Utf8Cursor(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        _rest = text;
        _source = source;
        _unreadable = unreadable;
    }

    private Utf8Cursor(ReadOnlySpan<byte> line, string source, Action<ProcFormatException>? unreadable, int lineNumber)
    {
        _rest = line;
        _line = line;
        _source = source;
        _unreadable = unreadable;
        LineNumber = lineNumber;
    }

    /// <summary>The number of the line last yielded, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The next line, without its end, as a cursor of its own.</summary>
    public bool NextLine(out Utf8Cursor line)
    {
        if (_rest.IsEmpty)
        {
            line = new Utf8Cursor(default, _source, _unreadable, LineNumber);
            return false;
        }

        LineNumber++;
        var end = _rest.IndexOf((byte)'\n');
        line = new Utf8Cursor(end < 0 ? _rest : _rest[..end], _source, _unreadable, LineNumber);
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return true;
    }

    /// <summary>The next field, delimited by blanks and tabs; empty at the end of the line.</summary>
    public ReadOnlySpan<byte> Field()
    {
        SkipBlanks();
        var end = _rest.IndexOfAny((byte)' ', (byte)'\t');
        var field = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[end..];
        return field;
    }

    /// <summary>The next field, if there is one.</summary>
    public bool TryField(out ReadOnlySpan<byte> field)
    {
        field = Field();
        return !field.IsEmpty;
    }

    /// <summary>Passes over <paramref name="count"/> fields.</summary>
    public void SkipFields(int count)
    {
        for (; count > 0; count--)
        {
            Field();
        }
    }

    /// <summary>What stands before <paramref name="delimiter"/>, which is passed over; all that is left when it does not occur.</summary>
    public ReadOnlySpan<byte> Until(byte delimiter)
    {
        var end = _rest.IndexOf(delimiter);
        var part = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return part;
    }

    /// <summary>Passes over <paramref name="prefix"/> if it comes next.</summary>
    public bool TrySkip(ReadOnlySpan<byte> prefix)
    {
        if (!_rest.StartsWith(prefix))
        {
            return false;
        }

        _rest = _rest[prefix.Length..];
        return true;
    }

    /// <summary>The next field as an unsigned decimal number; null, and reported, when it is none.</summary>
    public ulong? UInt64() => ParseUInt64(Field());

    /// <summary>The next field as a signed decimal number; null, and reported, when it is none.</summary>
    public long? Int64() => ParseInt64(Field());

    /// <summary>The next field as a hexadecimal number without prefix; null, and reported, when it is none.</summary>
    public ulong? Hex()
    {
        var field = Field();
        if (Utf8Parser.TryParse(field, out ulong value, out var used, 'x') && used == field.Length)
        {
            return value;
        }

        Report(field, "a hexadecimal number");
        return null;
    }

    /// <summary>The next field as a number with or without fraction; null, and reported, when it is none.</summary>
    public double? Double()
    {
        var field = Field();
        if (Utf8Parser.TryParse(field, out double value, out var used) && used == field.Length)
        {
            return value;
        }

        Report(field, "a number");
        return null;
    }

    /// <summary>A field already taken, as an unsigned decimal number; null, and reported, when it is none.</summary>
    public readonly ulong? ParseUInt64(ReadOnlySpan<byte> field)
    {
        if (Utf8Parser.TryParse(field, out ulong value, out var used) && used == field.Length)
        {
            return value;
        }

        Report(field, "a number");
        return null;
    }

    /// <summary>A field already taken, as a signed decimal number; null, and reported, when it is none.</summary>
    public readonly long? ParseInt64(ReadOnlySpan<byte> field)
    {
        if (Utf8Parser.TryParse(field, out long value, out var used) && used == field.Length)
        {
            return value;
        }

        Report(field, "a number");
        return null;
    }

    /// <summary>Reports that <paramref name="field"/> is not <paramref name="expected"/>; an empty field shows the whole line.</summary>
    /// <exception cref="ProcFormatException">Nobody receives reports.</exception>
    public readonly void Report(ReadOnlySpan<byte> field, string expected)
    {
        var problem = Unexpected(field, expected);
        if (_unreadable is null)
        {
            throw problem;
        }

        _unreadable(problem);
    }

    /// <summary>What to throw when without <paramref name="field"/> being <paramref name="expected"/> nothing of the file can be read.</summary>
    public readonly ProcFormatException Unexpected(ReadOnlySpan<byte> field, string expected) =>
        new(_source, LineNumber, field.IsEmpty ? _line : field, expected);

    private void SkipBlanks()
    {
        var start = _rest.IndexOfAnyExcept((byte)' ', (byte)'\t');
        _rest = start < 0 ? default : _rest[start..];
    }
}
