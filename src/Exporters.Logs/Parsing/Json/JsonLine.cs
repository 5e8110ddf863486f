using System.Buffers;
using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Json;

/// <summary>
/// One JSON object (RFC 8259): <c>{"time":"…","level":"info","msg":"done","user":{"id":7}}</c>. Objects inside become dotted names
/// (<c>user.id</c>), lists stay JSON text, null is absent. Without a message field the body is the whole line.
/// </summary>
internal static class JsonLine
{
    private const int MaxDepth = 6;
    private const int MaxNameBytes = 256;

    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> TokenEnds = SearchValues.Create(" \t\r\n,}]"u8);

    /// <summary>Reads a line; false when it is no JSON object, or one that breaks off.</summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryRead(ReadOnlySpan<byte> line, EntryWriter to)
    {
        var at = 0;
        Span<byte> prefix = stackalloc byte[MaxNameBytes];
        if (!TryObject(line, ref at, prefix, 0, 1, to))
        {
            return false;
        }

        SkipBlanks(line, ref at);
        if (at != line.Length)
        {
            return false;
        }

        if (!to.HasBody || to.Overflowed)
        {
            to.Body(line);
        }

        return true;
    }

    private static bool TryObject(ReadOnlySpan<byte> text, scoped ref int at, Span<byte> prefix, int prefixLength, int depth, EntryWriter to)
    {
        if (at >= text.Length || text[at] != '{')
        {
            return false;
        }

        at++;
        SkipBlanks(text, ref at);
        if (at < text.Length && text[at] == '}')
        {
            at++;
            return true;
        }

        while (true)
        {
            if (!JsonStrings.TryTake(text, ref at, out var name, out var nameEscaped))
            {
                return false;
            }

            SkipBlanks(text, ref at);
            if (at >= text.Length || text[at] != ':')
            {
                return false;
            }

            at++;
            SkipBlanks(text, ref at);
            if (nameEscaped)
            {
                // Rare, and the scratch is needed for the value: a copy.
                name = JsonStrings.Unescape(name, to).ToArray();
            }

            if (!TryValue(text, ref at, name, prefix, prefixLength, depth, to))
            {
                return false;
            }

            SkipBlanks(text, ref at);
            if (at >= text.Length)
            {
                return false;
            }

            if (text[at] == '}')
            {
                at++;
                return true;
            }

            if (text[at] != ',')
            {
                return false;
            }

            at++;
            SkipBlanks(text, ref at);
        }
    }

    private static bool TryValue(
        ReadOnlySpan<byte> text, scoped ref int at, ReadOnlySpan<byte> name, Span<byte> prefix, int prefixLength, int depth, EntryWriter to)
    {
        if (at >= text.Length)
        {
            return false;
        }

        var length = prefixLength;
        if (prefixLength > 0)
        {
            // The name with what it stands in: "user." + "id".
            if (prefixLength + name.Length > prefix.Length)
            {
                length = prefix.Length;
                name[..(prefix.Length - prefixLength)].CopyTo(prefix[prefixLength..]);
            }
            else
            {
                name.CopyTo(prefix[prefixLength..]);
                length = prefixLength + name.Length;
            }

            name = prefix[..length];
        }

        switch (text[at])
        {
            case (byte)'"':
                if (!JsonStrings.TryTake(text, ref at, out var value, out var escaped))
                {
                    return false;
                }

                Take(to, name, escaped ? JsonStrings.Unescape(value, to) : value);
                return true;
            case (byte)'{' when depth < MaxDepth && name.Length < MaxNameBytes - 1:
                if (prefixLength == 0)
                {
                    name.CopyTo(prefix);
                    length = name.Length;
                }

                prefix[length] = (byte)'.';
                return TryObject(text, ref at, prefix, length + 1, depth + 1, to);
            case (byte)'{' or (byte)'[':
                var start = at;
                if (!TrySkip(text, ref at))
                {
                    return false;
                }

                to.Attribute(name, text[start..at]);
                return true;
            default:
                var end = text[at..].IndexOfAny(TokenEnds);
                var token = end < 0 ? text[at..] : text.Slice(at, end);
                at += token.Length;
                return JsonTokens.TryTake(token, name, to);
        }
    }

    private static void Take(EntryWriter to, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var field = to.Field(name);
        switch (field.Role)
        {
            case FieldRole.Template when !to.HasBody:
                to.Body(value);
                return;
            case FieldRole.None when value.Length is 1 or 2 && name.SequenceEqual("s"u8) && !to.HasLevel && to.Level(value[..1]):
                return; // MongoDB's "I", "W", "D1"
            case FieldRole.None or FieldRole.Template:
                to.Attribute(field, value);
                return;
            default:
                FieldRoles.Take(to, field, value);
                return;
        }
    }

    /// <summary>Goes past a list or an object, whatever is inside, as long as its brackets balance.</summary>
    internal static bool TrySkip(ReadOnlySpan<byte> text, scoped ref int at)
    {
        var open = 0;
        while (true)
        {
            var next = text[at..].IndexOfAny(Brackets);
            if (next < 0)
            {
                return false;
            }

            at += next;
            switch (text[at])
            {
                case (byte)'"':
                    if (!JsonStrings.TryTake(text, ref at, out _, out _))
                    {
                        return false;
                    }

                    continue;
                case (byte)'{' or (byte)'[':
                    open++;
                    break;
                default:
                    open--;
                    break;
            }

            at++;
            if (open <= 0)
            {
                return open == 0;
            }
        }
    }

    private static void SkipBlanks(ReadOnlySpan<byte> text, scoped ref int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }
    }
}
