using System.Globalization;
using System.Text;

namespace Exporters.Configuration.Patterns;

/// <summary>
/// Reads a pattern in the syntax of Go's package <c>regexp</c> (RE2, https://github.com/google/re2/wiki/Syntax) and writes it in
/// the language of .NET's engine. Beyond Go there are lookarounds, atomic groups and backreferences. What neither has, or what
/// would mean something else, is refused by name.
/// </summary>
internal sealed partial class PatternReader
{
    private const int MostRepeats = 1000;
    private const int MostNesting = 250;

    private readonly string _text;
    private readonly List<string?> _groups = [null];
    private int _at;
    private bool _isQuoted;
    private bool _needsBacktracking;
    private bool _hasWordBoundary;
    private (int Number, int Position) _highestReference;

    private PatternReader(string text) => _text = text;

    /// <summary>Translates a pattern.</summary>
    /// <exception cref="PatternSyntaxException">It cannot be read.</exception>
    public static PatternForms Translate(string text)
    {
        var reader = new PatternReader(text);
        var (ascii, any, _, _, _) = reader.ReadAlternatives(PatternFlags.None, 0);
        if (!reader.IsAtEnd)
        {
            throw new PatternSyntaxException(reader._at, "a closing parenthesis without an opening one");
        }

        if (reader._highestReference is { Number: > 0 } reference && reference.Number >= reader._groups.Count)
        {
            throw new PatternSyntaxException(reference.Position, $"there is no group {reference.Number}");
        }

        return new PatternForms(ascii, any, !reader._needsBacktracking, !reader._needsBacktracking && !reader._hasWordBoundary, reader._groups);
    }

    private bool IsAtEnd => _at >= _text.Length;

    private PatternPiece ReadAlternatives(PatternFlags flags, int depth)
    {
        if (depth > MostNesting)
        {
            throw new PatternSyntaxException(_at, $"groups are nested more than {MostNesting} deep");
        }

        var ascii = new StringBuilder();
        var any = new StringBuilder();
        var repeats = 1;
        while (!IsAtEnd && (_isQuoted || _text[_at] != ')'))
        {
            if (TakeQuote())
            {
                continue;
            }

            var piece = _isQuoted ? ReadLiteral() : ReadPiece(ref flags, depth);
            TakeEndOfQuote();
            piece = _isQuoted ? piece : ReadRepeat(piece, flags);
            ascii.Append(piece.Ascii);
            any.Append(piece.Any);
            repeats = Math.Max(repeats, piece.Repeats);
        }

        return new PatternPiece(ascii.ToString(), any.ToString(), any.ToString(), IsRepeatable: true, repeats);
    }

    private PatternPiece ReadPiece(ref PatternFlags flags, int depth)
    {
        switch (_text[_at])
        {
            case '|':
                _at++;
                return new PatternPiece("|", isRepeatable: false);
            case '(':
                return ReadGroup(ref flags, depth);
            case '[':
                return ReadClass();
            case '.':
                _at++;
                return Dot(flags);
            case '^':
                _at++;
                return new PatternPiece(flags.HasFlag(PatternFlags.MultiLine) ? "(?m:^)" : "^");
            case '$':
                _at++;
                return new PatternPiece(flags.HasFlag(PatternFlags.MultiLine) ? "(?m:$)" : @"\z");
            case '\\':
                return ReadEscape();
            case '*' or '+' or '?':
                throw new PatternSyntaxException(_at, $"\"{_text[_at]}\" repeats nothing");
            case '{' when TryReadCounts(_at, out _, out _, out _):
                throw new PatternSyntaxException(_at, "\"{\" repeats nothing");
            default:
                return ReadLiteral();
        }
    }

    private static PatternPiece Dot(PatternFlags flags)
    {
        var set = new PatternClass { IsNegated = true };
        if (!flags.HasFlag(PatternFlags.DotAll))
        {
            set.Add('\n', '\n');
        }

        var piece = set.Translate();
        var simple = flags.HasFlag(PatternFlags.DotAll) ? "(?s:.)" : ".";
        return piece with { Ascii = simple, AnyRepeated = simple };
    }

    private PatternPiece ReadLiteral() => Literal(ReadRune());

    private static PatternPiece Literal(int character) => character < 0x10000
        ? new PatternPiece(PatternClass.Unit(character))
        : new PatternPiece($"(?:{string.Concat(char.ConvertFromUtf32(character).Select(unit => PatternClass.Unit(unit)))})");

    private int ReadRune()
    {
        if (Rune.DecodeFromUtf16(_text.AsSpan(_at), out var rune, out var length) != System.Buffers.OperationStatus.Done)
        {
            throw new PatternSyntaxException(_at, "not a character of Unicode");
        }

        _at += length;
        return rune.Value;
    }

    private PatternPiece ReadRepeat(PatternPiece piece, PatternFlags flags)
    {
        if (!IsRepeatAt(_at, out var min, out var max, out var end))
        {
            return piece;
        }

        if (!piece.IsRepeatable)
        {
            throw new PatternSyntaxException(_at, $"\"{_text[_at]}\" repeats nothing");
        }

        var start = _at;
        var repeats = Math.Max(min, max) >= 2 ? piece.Repeats * Math.Max(min, max) : piece.Repeats;
        if (repeats > MostRepeats)
        {
            throw new PatternSyntaxException(start, $"repeats more than {MostRepeats} times, inner repeats included");
        }

        var sign = _text[_at..end];
        _at = end;
        var isLazy = flags.HasFlag(PatternFlags.Ungreedy);
        if (!IsAtEnd && _text[_at] == '?')
        {
            isLazy = !isLazy;
            _at++;
        }

        if (IsRepeatAt(_at, out _, out _, out end))
        {
            throw new PatternSyntaxException(start, $"\"{_text[start..end]}\" is a repeat of a repeat; put the inner one into (?:…)");
        }

        sign += isLazy ? "?" : "";
        var any = (max < 0 && min <= 1 && !isLazy ? piece.AnyRepeated : piece.Any) + sign;
        return new PatternPiece(piece.Ascii + sign, any, any, IsRepeatable: false, repeats);
    }

    private bool IsRepeatAt(int at, out int min, out int max, out int end)
    {
        (min, max, end) = (0, -1, at + 1);
        switch (at < _text.Length ? _text[at] : '\0')
        {
            case '*':
                return true;
            case '+':
                min = 1;
                return true;
            case '?':
                max = 1;
                return true;
            case '{':
                return TryReadCounts(at, out min, out max, out end);
            default:
                return false;
        }
    }

    /// <summary>Reads <c>{2}</c>, <c>{2,}</c>, <c>{2,5}</c>; anything else in braces stands for itself. A maximum of -1 is none.</summary>
    private bool TryReadCounts(int at, out int min, out int max, out int end)
    {
        (min, max) = (0, -1);
        end = _text.IndexOf('}', at) + 1;
        if (end == 0)
        {
            return false;
        }

        var counts = _text.AsSpan(at + 1, end - at - 2);
        var comma = counts.IndexOf(',');
        if (!TryReadCount(comma < 0 ? counts : counts[..comma], out min)
            || (comma >= 0 && comma + 1 < counts.Length && !TryReadCount(counts[(comma + 1)..], out max)))
        {
            return false;
        }

        max = comma < 0 ? min : max;
        return min <= MostRepeats && max <= MostRepeats && (max < 0 || min <= max)
            ? true
            : throw new PatternSyntaxException(at, $"\"{_text[at..end]}\": repeats must rise and not be above {MostRepeats}");
    }

    private static bool TryReadCount(ReadOnlySpan<char> text, out int count)
    {
        count = 0;
        if (text.Length == 0 || (text.Length > 1 && text[0] == '0') || text.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        count = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
        return true;
    }

    private bool TakeQuote()
    {
        if (TakeEndOfQuote())
        {
            return true;
        }

        if (_isQuoted || !_text.AsSpan(_at).StartsWith(@"\Q"))
        {
            return false;
        }

        _at += 2;
        _isQuoted = true;
        return true;
    }

    private bool TakeEndOfQuote()
    {
        if (!_isQuoted || !_text.AsSpan(_at).StartsWith(@"\E"))
        {
            return false;
        }

        _at += 2;
        _isQuoted = false;
        return true;
    }
}
