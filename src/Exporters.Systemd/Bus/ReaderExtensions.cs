using System.Text;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>
/// What the package's reader lacks: a bound on the length of a text, and passing over a value without making an object of it. A unit
/// has some 300 properties, of which about 20 are used.
/// </summary>
internal static class ReaderExtensions
{
    /// <summary>How deep containers may be nested; "Valid Signatures" of the D-Bus specification allows 32 arrays in 32 structures.</summary>
    private const int MaxDepth = 64;

    /// <summary>The longest text that is read, in bytes.</summary>
    private const uint MaxText = 1024 * 1024;

    /// <summary>s or o: the bytes of a text or of an object's path, valid as long as the message.</summary>
    /// <exception cref="BusFormatException">The text says that it is longer than any text of systemd.</exception>
    public static ReadOnlySpan<byte> Text(this scoped ref Reader reader)
    {
        // The package makes room for the length that stands there before it looks whether the message is so long.
        var ahead = reader;
        var length = ahead.ReadUInt32();
        return length <= MaxText ? reader.ReadStringAsSpan() : throw new BusFormatException($"a text of {length} bytes, more than {MaxText}");
    }

    /// <summary>Passes over one value.</summary>
    /// <param name="reader">Stands before the value.</param>
    /// <param name="type">Its signature: exactly one complete type.</param>
    /// <exception cref="BusFormatException">The signature is not one complete type, or nested too deep.</exception>
    public static void Skip(this scoped ref Reader reader, ReadOnlySpan<byte> type) => Skip(ref reader, type, 0);

    private static void Skip(ref Reader reader, ReadOnlySpan<byte> type, int depth)
    {
        var at = 0;
        SkipNext(ref reader, type, ref at, depth);
        if (at != type.Length)
        {
            throw NotAType(type);
        }
    }

    private static void SkipNext(ref Reader reader, ReadOnlySpan<byte> signature, ref int at, int depth)
    {
        if (at >= signature.Length || depth > MaxDepth)
        {
            throw NotAType(signature);
        }

        switch ((DBusType)signature[at++])
        {
            case DBusType.Byte:
                reader.ReadByte();
                break;
            case DBusType.Int16 or DBusType.UInt16:
                reader.ReadUInt16();
                break;
            case DBusType.Bool or DBusType.Int32 or DBusType.UInt32 or DBusType.UnixFd:
                reader.ReadUInt32();
                break;
            case DBusType.Int64 or DBusType.UInt64 or DBusType.Double:
                reader.ReadUInt64();
                break;
            case DBusType.String or DBusType.ObjectPath:
                reader.Text();
                break;
            case DBusType.Signature:
                reader.ReadSignatureAsSpan();
                break;
            case DBusType.Variant:
                Skip(ref reader, reader.ReadSignatureAsSpan(), depth + 1);
                break;
            case DBusType.Array:
                var end = EndOfType(signature, at);
                reader.SkipTo(reader.ReadArrayStart((DBusType)signature[at]));
                at = end;
                break;
            case DBusType.Struct:
                reader.AlignStruct();
                while (at < signature.Length && signature[at] != (byte)')')
                {
                    SkipNext(ref reader, signature, ref at, depth + 1);
                }

                at++;
                break;
            default:
                throw NotAType(signature);
        }
    }

    /// <summary>Where the complete type that begins at <paramref name="at"/> ends.</summary>
    private static int EndOfType(ReadOnlySpan<byte> signature, int at)
    {
        var open = 0;
        for (; at < signature.Length; at++)
        {
            switch (signature[at])
            {
                case (byte)'(' or (byte)'{':
                    open++;
                    continue;
                case (byte)')' or (byte)'}':
                    open--;
                    break;
                case (byte)'a':
                    continue;
            }

            if (open == 0)
            {
                return at + 1;
            }
        }

        throw NotAType(signature);
    }

    private static BusFormatException NotAType(ReadOnlySpan<byte> signature) => new($"not a type: \"{Encoding.Latin1.GetString(signature)}\"");
}
