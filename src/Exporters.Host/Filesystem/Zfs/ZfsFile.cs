using Exporters.Linux;

namespace Exporters.Host.Filesystem.Zfs;

/// <summary>
/// A file of named numbers below <c>/proc/spl/kstat/zfs</c>, a <c>kstat_named</c> of the Solaris porting layer: after a heading a
/// name, the type of the number and the number in each line.
/// <code>
/// 6 1 0x01 91 4368 5266997922 97951858082072
/// name                            type data
/// hits                            4    8772612
/// </code>
/// Types other than signed (3) and unsigned (4) numbers of 64 bits are passed over.
/// </summary>
internal ref struct ZfsFile
{
    private Utf8Cursor _file;
    private Utf8Cursor _line;
    private bool _isSigned;

    /// <summary>Goes to the first row; a file without heading is reported and has none.</summary>
    public ZfsFile(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        _file = new Utf8Cursor(text, source, unreadable);
        while (_file.NextLine(out var line))
        {
            if (line.Field().SequenceEqual("name"u8) && line.Field().SequenceEqual("type"u8) && line.Field().SequenceEqual("data"u8))
            {
                return;
            }
        }

        unreadable(new ProcFormatException(source, 0, text, "a heading \"name type data\""));
    }

    /// <summary>The number's name.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>What the row with <c>dataset_name</c> says; empty before that row.</summary>
    public ReadOnlySpan<byte> Dataset { get; private set; }

    /// <summary>Goes to the next row that holds a number.</summary>
    public bool Next()
    {
        while (_file.NextLine(out _line))
        {
            Key = _line.Field();
            var type = _line.Field();
            if (Key.SequenceEqual("dataset_name"u8))
            {
                Dataset = _line.Rest.Trim((byte)' ');
            }
            else if (type.SequenceEqual("4"u8) || type.SequenceEqual("3"u8))
            {
                _isSigned = type[0] == '3';
                return true;
            }
        }

        return false;
    }

    /// <summary>The number of this row; null, and reported, when it is none.</summary>
    public double? Value() => _isSigned ? _line.Int64() : _line.UInt64();
}
