using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Exporters.Metrics.Exposition;

/// <summary>A byte array that grows and is kept from scrape to scrape; appending to it is all the page's writing there is.</summary>
internal sealed class Utf8Buffer
{
    private const double ExactIntegerLimit = 9007199254740992; // 2^53: every integer below has an exact double
    private const int KeptBytes = 64 * 1024;
    private static readonly SearchValues<char> EscapedChars = SearchValues.Create("\\\"\n");

    private byte[] _bytes;

    public Utf8Buffer(int capacity = 256) => _bytes = new byte[capacity];

    public int Length { get; set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Length);

    public void Append(byte value)
    {
        Ensure(1);
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        Ensure(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>Text with backslash, double quote and newline escaped; lone surrogates become U+FFFD.</summary>
    public void AppendEscaped(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(EscapedChars) is var at and >= 0)
        {
            AppendChars(text[..at]);
            Append(text[at] switch { '\n' => "\\n"u8, '"' => "\\\""u8, _ => "\\\\"u8 });
            text = text[(at + 1)..];
        }

        AppendChars(text);
    }

    /// <summary>The shortest text that reads back as the same double.</summary>
    public void AppendNumber(double value)
    {
        Ensure(32);
        int written;
        if (Math.Abs(value) < ExactIntegerLimit && value == Math.Truncate(value))
        {
            Utf8Formatter.TryFormat((long)value, _bytes.AsSpan(Length), out written);
        }
        else if (double.IsFinite(value))
        {
            value.TryFormat(_bytes.AsSpan(Length), out written, default, CultureInfo.InvariantCulture);
        }
        else
        {
            ReadOnlySpan<byte> name = double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8;
            name.CopyTo(_bytes.AsSpan(Length));
            written = name.Length;
        }

        Length += written;
    }

    /// <summary>Gives room back of which less than a quarter is in use, all of it when none is; small buffers stay as they are.</summary>
    public void Trim()
    {
        if (_bytes.Length > KeptBytes && Length < _bytes.Length / 4)
        {
            Array.Resize(ref _bytes, Math.Max(Length * 2, KeptBytes));
        }
    }

    /// <summary>Gives back all room but that in use.</summary>
    public void Fit() => Array.Resize(ref _bytes, Length);

    private void AppendChars(ReadOnlySpan<char> text)
    {
        Ensure(text.Length * 3);
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    private void Ensure(int more)
    {
        if (_bytes.Length - Length < more)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
        }
    }
}
