using System.Globalization;

namespace Exporters.Configuration.Patterns;

/// <content>Everything that begins with a backslash or a bracket.</content>
internal sealed partial class PatternReader
{
    private const string BoundaryAscii = @"\b";
    private const string NoBoundaryAscii = @"\B";
    private const string Boundary = "(?:(?<=[0-9A-Za-z_])(?![0-9A-Za-z_])|(?<![0-9A-Za-z_])(?=[0-9A-Za-z_]))";
    private const string NoBoundary = "(?:(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<![0-9A-Za-z_])(?![0-9A-Za-z_]))";

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "C", "Cc", "Cf", "Co", "Cs", "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No",
        "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "S", "Sc", "Sk", "Sm", "So", "Z", "Zl", "Zp", "Zs",
    };

    private PatternPiece ReadEscape()
    {
        var start = _at;
        var letter = Escaped();
        switch (letter)
        {
            case 'A' or 'z':
                _at += 2;
                return new PatternPiece($@"\{letter}");
            case 'b' or 'B':
                _at += 2;
                _hasWordBoundary = true;
                var any = letter == 'b' ? Boundary : NoBoundary;
                return new PatternPiece(letter == 'b' ? BoundaryAscii : NoBoundaryAscii, any, any);
            case 'k' when start + 2 < _text.Length && _text[start + 2] == '<':
                _at += 3;
                return Reference(_groups.IndexOf(ReadGroupName()), start);
            case >= '1' and <= '9' when letter >= '8' || start + 2 >= _text.Length || _text[start + 2] is < '0' or > '7':
                _at += 2;
                return Reference(letter - '0', start);
            default:
                var set = new PatternClass();
                return TryReadSet(set) ? set.Translate() : Literal(ReadEscapedCharacter());
        }
    }

    private PatternPiece Reference(int number, int start)
    {
        if (number < 0)
        {
            throw new PatternSyntaxException(start, $"there is no group of this name before \"{_text[start.._at]}\"");
        }

        _needsBacktracking = true;
        _highestReference = number > _highestReference.Number ? (number, start) : _highestReference;
        return new PatternPiece($@"\k<{number}>");
    }

    private PatternPiece ReadClass()
    {
        var start = _at++;
        var set = new PatternClass();
        if (!IsAtEnd && _text[_at] == '^')
        {
            set.IsNegated = true;
            _at++;
        }

        for (var isFirst = true; IsAtEnd || isFirst || _text[_at] != ']'; isFirst = false)
        {
            if (IsAtEnd)
            {
                throw new PatternSyntaxException(start, "a bracket that is not closed");
            }

            if (!TryReadPosix(set) && !TryReadSet(set))
            {
                ReadRange(set);
            }
        }

        _at++;
        return set.Translate();
    }

    private void ReadRange(PatternClass set)
    {
        var start = _at;
        var first = ReadClassCharacter();
        var last = first;
        if (_at + 1 < _text.Length && _text[_at] == '-' && _text[_at + 1] != ']')
        {
            _at++;
            last = ReadClassCharacter();
        }

        if (last < first)
        {
            throw new PatternSyntaxException(start, $"\"{_text[start.._at]}\" is a range whose end is before its start");
        }

        set.Add(first, last);
    }

    private int ReadClassCharacter() => _text[_at] == '\\' ? ReadEscapedCharacter() : ReadRune();

    private bool TryReadPosix(PatternClass set)
    {
        var end = _text.AsSpan(_at).StartsWith("[:") ? _text.IndexOf(":]", _at + 2, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            return false;
        }

        var name = _text[(_at + 2)..end];
        var isNegated = name.StartsWith('^');
        if (!set.AddPosix(isNegated ? name[1..] : name, isNegated))
        {
            throw new PatternSyntaxException(_at, $"\"[:{name}:]\" is not one of [:{string.Join(":], [:", PatternClass.PosixNames)}:]");
        }

        _at = end + 2;
        return true;
    }

    /// <summary>Reads <c>\d</c>, <c>\pL</c> and the like; false when there is something else.</summary>
    private bool TryReadSet(PatternClass set)
    {
        if (_text[_at] != '\\')
        {
            return false;
        }

        switch (Escaped())
        {
            case 'd' or 'D' or 's' or 'S' or 'w' or 'W':
                set.AddPerl(_text[_at + 1]);
                _at += 2;
                return true;
            case 'p' or 'P':
                ReadCategory(set);
                return true;
            default:
                return false;
        }
    }

    private void ReadCategory(PatternClass set)
    {
        var start = _at;
        var isNegated = _text[_at + 1] == 'P';
        _at += 2;
        var end = !IsAtEnd && _text[_at] == '{' ? _text.IndexOf('}', _at) : _at;
        var name = IsAtEnd || end < 0 ? "" : _text[_at] == '{' ? _text[(_at + 1)..end] : _text[_at].ToString();
        if (name.StartsWith('^'))
        {
            isNegated = !isNegated;
            name = name[1..];
        }

        _at = Math.Min(end + 1, _text.Length);
        if (name == "Any" && !isNegated)
        {
            set.Add(0, 0x10FFFF);
        }
        else if (Categories.Contains(name))
        {
            set.AddCategory(name, isNegated);
        }
        else
        {
            throw new PatternSyntaxException(start, name.Length > 2
                ? $"\"{name}\" is not supported: only general categories such as Lu are; write a script as a range such as [\\x{{370}}-\\x{{3FF}}]"
                : $"\"{name}\" is no category of Unicode such as L, Lu or Nd");
        }
    }

    /// <summary>The character after a backslash.</summary>
    private char Escaped() => _at + 1 < _text.Length
        ? _text[_at + 1]
        : throw new PatternSyntaxException(_at, "a backslash at the end");

    /// <summary>Reads an escape that stands for one character.</summary>
    private int ReadEscapedCharacter()
    {
        var start = _at;
        var letter = Escaped();
        _at += 2;
        switch (letter)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return ReadHex(start);
            case '0':
            case >= '1' and <= '7' when !IsAtEnd && _text[_at] is >= '0' and <= '7':
                return ReadOctal(letter - '0');
            case < (char)0x80 when !char.IsAsciiLetterOrDigit(letter):
                return letter;
            default:
                throw new PatternSyntaxException(start, $"\"\\{letter}\" is not supported{Instead(letter)}");
        }
    }

    private int ReadOctal(int value)
    {
        for (var digits = 1; digits < 3 && !IsAtEnd && _text[_at] is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + _text[_at++] - '0';
        }

        return value;
    }

    private int ReadHex(int start)
    {
        var isBraced = !IsAtEnd && _text[_at] == '{';
        var end = isBraced ? _text.IndexOf('}', _at) : _at + 2;
        var from = isBraced ? _at + 1 : _at;
        if (end < from || end > _text.Length
            || !int.TryParse(_text.AsSpan(from, end - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value is < 0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
        {
            throw new PatternSyntaxException(start, "\"\\x\" must be \\x7F or \\x{10FFFF}, the number of a character");
        }

        _at = isBraced ? end + 1 : end;
        return value;
    }

    private static string Instead(char letter) => letter switch
    {
        'Z' => @"; write \z for the end of the text, \n?\z to allow a newline there",
        'h' => "; write [[:blank:]]",
        'u' => @"; write \x{20AC} with the number of the character",
        'e' => @"; write \x1b",
        'R' => @"; write \r?\n",
        _ => "",
    };
}
