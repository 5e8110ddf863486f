using System.Globalization;
using System.Text;

namespace Exporters.Configuration.Patterns;

/// <summary>
/// A set of characters while it is read. The engine knows UTF-16 units only, so characters beyond U+FFFF are kept apart and
/// become pairs of units.
/// </summary>
internal sealed class PatternClass
{
    private const int FirstPair = 0x10000;
    private const int LastPair = 0x10FFFF;
    private const string Surrogates = @"\uD800-\uDFFF";
    private const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    // Written in place of an empty set: matches nothing.
    private const string Nothing = @"[^\u0000-\uFFFF]";

    private static readonly Dictionary<string, (int First, int Last)[]> Posix = new(StringComparer.Ordinal)
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [(0, 0x7F)],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [(0, 0x1F), (0x7F, 0x7F)],
        ["digit"] = [('0', '9')],
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

    // \s has no vertical tab, unlike [[:space:]].
    private static readonly (int First, int Last)[] Blanks = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];

    private readonly StringBuilder _items = new();
    private readonly List<(int First, int Last)> _pairs = [];

    /// <summary>Whether the set is the complement of what was added.</summary>
    public bool IsNegated { get; set; }

    /// <summary>The names that stand between <c>[:</c> and <c>:]</c>.</summary>
    public static IEnumerable<string> PosixNames => Posix.Keys;

    /// <summary>Adds the characters from one to another, both included.</summary>
    public void Add(int first, int last)
    {
        // Surrogates are no characters.
        AddUnits(first, Math.Min(last, 0xD7FF));
        AddUnits(Math.Max(first, 0xE000), Math.Min(last, 0xFFFF));
        if (last >= FirstPair)
        {
            _pairs.Add((Math.Max(first, FirstPair), last));
        }
    }

    /// <summary>Adds a set of POSIX, <c>alpha</c> say; false when there is none of this name.</summary>
    public bool AddPosix(string name, bool isNegated)
    {
        if (!Posix.TryGetValue(name, out var ranges))
        {
            return false;
        }

        Add(ranges, isNegated);
        return true;
    }

    /// <summary>Adds the set of <c>\d</c>, <c>\s</c>, <c>\w</c> (ASCII, as in Go) or of the capital letter, its complement.</summary>
    public void AddPerl(char letter) => Add(
        char.ToLowerInvariant(letter) switch { 'd' => Posix["digit"], 's' => Blanks, _ => Posix["word"] },
        char.IsAsciiLetterUpper(letter));

    /// <summary>Adds a general category of Unicode, <c>Lu</c> say. Of characters beyond U+FFFF none is in a category.</summary>
    public void AddCategory(string name, bool isNegated)
    {
        _items.Append(isNegated ? @"\P{" : @"\p{").Append(name).Append('}');
        if (isNegated)
        {
            _pairs.Add((FirstPair, LastPair));
        }
    }

    /// <summary>The set in the engine's language.</summary>
    public PatternPiece Translate()
    {
        var pairs = Merge(_pairs);
        pairs = IsNegated ? Complement(pairs, FirstPair, LastPair) : pairs;
        var open = IsNegated ? "[^" : "[";
        var ascii = _items.Length > 0 ? $"{open}{_items}]" : IsNegated ? @"[\u0000-\uFFFF]" : Nothing;
        var units = IsNegated ? $"[^{_items}{Surrogates}]" : ascii;
        if (pairs.Count == 0)
        {
            return new PatternPiece(ascii, units, units);
        }

        if (pairs is [(FirstPair, LastPair)])
        {
            // Repeated, it takes both halves of a pair one after the other.
            return new PatternPiece(ascii, $"(?:{units}|{AnyPair})", IsNegated ? ascii : $"[{_items}{Surrogates}]");
        }

        var exact = $"(?:{units}|{string.Join('|', pairs.SelectMany(pair => Pairs(pair.First, pair.Last)))})";
        return new PatternPiece(ascii, exact, exact);
    }

    /// <summary>A UTF-16 unit, written so that it means itself wherever it stands.</summary>
    public static string Unit(int unit) => unit < 0x80 && char.IsAsciiLetterOrDigit((char)unit)
        ? ((char)unit).ToString()
        : @"\u" + unit.ToString("X4", CultureInfo.InvariantCulture);

    private void Add((int First, int Last)[] ranges, bool isNegated)
    {
        foreach (var (first, last) in isNegated ? Complement([.. ranges], 0, LastPair) : [.. ranges])
        {
            Add(first, last);
        }
    }

    private void AddUnits(int first, int last)
    {
        if (first <= last)
        {
            _items.Append(Unit(first));
            if (first < last)
            {
                _items.Append('-').Append(Unit(last));
            }
        }
    }

    private static List<(int First, int Last)> Merge(List<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged;
    }

    private static List<(int First, int Last)> Complement(List<(int First, int Last)> ranges, int from, int to)
    {
        var others = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges)
        {
            if (from < first)
            {
                others.Add((from, first - 1));
            }

            from = last + 1;
        }

        if (from <= to)
        {
            others.Add((from, to));
        }

        return others;
    }

    /// <summary>A range beyond U+FFFF as pairs of units: a first part, whole blocks of 1024, a last part.</summary>
    private static IEnumerable<string> Pairs(int first, int last)
    {
        for (var at = first; at <= last;)
        {
            var high = High(at);
            var isWhole = Low(at) == 0xDC00;
            var lastHigh = Low(last) == 0xDFFF ? High(last) : High(last) - 1;
            if (isWhole && lastHigh >= high)
            {
                yield return $@"[{Unit(high)}-{Unit(lastHigh)}][\uDC00-\uDFFF]";
                at = FirstPair + ((lastHigh - 0xD800 + 1) << 10);
            }
            else
            {
                var end = Math.Min(last, at | 0x3FF);
                yield return $"{Unit(high)}[{Unit(Low(at))}-{Unit(Low(end))}]";
                at = end + 1;
            }
        }
    }

    private static int High(int character) => 0xD800 + ((character - FirstPair) >> 10);

    private static int Low(int character) => 0xDC00 + (character & 0x3FF);
}
