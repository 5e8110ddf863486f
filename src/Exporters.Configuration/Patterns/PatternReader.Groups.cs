namespace Exporters.Configuration.Patterns;

/// <content>Everything that begins with a parenthesis.</content>
internal sealed partial class PatternReader
{
    // What Go has not; the engine without backtracking cannot run them.
    private static readonly string[] Assertions = ["(?=", "(?!", "(?<=", "(?<!", "(?>"];

    private PatternPiece ReadGroup(ref PatternFlags flags, int depth)
    {
        var start = _at;
        if (_at + 1 >= _text.Length || _text[_at + 1] != '?')
        {
            _at++;
            return ReadCapture(null, start, flags, depth);
        }

        var rest = _text.AsSpan(_at);
        foreach (var assertion in Assertions)
        {
            if (rest.StartsWith(assertion, StringComparison.Ordinal))
            {
                _needsBacktracking = true;
                _at += assertion.Length;
                return ReadBody(assertion, start, flags, depth);
            }
        }

        if (rest.StartsWith("(?P<") || rest.StartsWith("(?<"))
        {
            _at = _text.IndexOf('<', _at) + 1;
            return ReadCapture(ReadGroupName(), start, flags, depth);
        }

        _at += 2;
        var (inner, fold) = ReadFlags(start, flags);
        var sign = fold switch { true => "i", false => "-i", null => "" };
        if (_text[_at++] == ')')
        {
            flags = inner;
            return new PatternPiece(sign.Length == 0 ? "" : $"(?{sign})", isRepeatable: false);
        }

        return ReadBody($"(?{sign}:", start, inner, depth);
    }

    /// <summary>
    /// Groups get their numbers in writing, from left to right: the engine by itself numbers those with names after the others.
    /// </summary>
    private PatternPiece ReadCapture(string? name, int start, PatternFlags flags, int depth)
    {
        _groups.Add(name);
        return ReadBody($"(?<{_groups.Count - 1}>", start, flags, depth);
    }

    private PatternPiece ReadBody(string open, int start, PatternFlags flags, int depth)
    {
        var inner = ReadAlternatives(flags, depth + 1);
        if (IsAtEnd)
        {
            throw new PatternSyntaxException(start, "a parenthesis that is not closed");
        }

        _at++;
        var any = $"{open}{inner.Any})";
        return new PatternPiece($"{open}{inner.Ascii})", any, any, IsRepeatable: true, inner.Repeats);
    }

    private string ReadGroupName()
    {
        var end = _text.IndexOf('>', _at);
        var name = end < 0 ? "" : _text[_at..end];
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            throw new PatternSyntaxException(_at, "a group's name must be of letters, digits and _, and end with >");
        }

        _at = end + 1;
        return name;
    }

    /// <summary>Reads <c>i</c>, <c>m</c>, <c>s</c>, <c>U</c>, and after a minus those to turn off, up to a colon or parenthesis.</summary>
    private (PatternFlags Flags, bool? Fold) ReadFlags(int start, PatternFlags flags)
    {
        bool? fold = null;
        var isOn = true;
        var isPending = false;
        for (; !IsAtEnd && _text[_at] is not (':' or ')'); _at++)
        {
            if (_text[_at] == '-' && isOn)
            {
                (isOn, isPending) = (false, true);
                continue;
            }

            isPending = false;
            var flag = _text[_at] switch
            {
                'i' => PatternFlags.None,
                'm' => PatternFlags.MultiLine,
                's' => PatternFlags.DotAll,
                'U' => PatternFlags.Ungreedy,
                _ => throw new PatternSyntaxException(start, $"\"{_text[start..(_at + 1)]}\" is not supported; after (? may stand the flags i, m, s, U, or P<name>, :, =, !, <=, <!, >"),
            };
            fold = flag == PatternFlags.None ? isOn : fold;
            flags = isOn ? flags | flag : flags & ~flag;
        }

        if (IsAtEnd || isPending)
        {
            throw new PatternSyntaxException(start, "flags that do not end with : or )");
        }

        return (flags, fold);
    }
}
