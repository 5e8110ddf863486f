using System.Runtime.ExceptionServices;

namespace Exporters.Probes.Cel;

/// <summary>What operators do with values. Numbers of different types compare, and do not add: as in the reference implementation.</summary>
internal static class CelOperators
{
    /// <summary><c>&amp;&amp;</c> and <c>||</c>: when one side decides, the other may have no value.</summary>
    /// <param name="left">One side.</param>
    /// <param name="right">The other side.</param>
    /// <param name="decider">What decides: false for and, true for or.</param>
    public static CelExpression Decide(CelNode left, CelNode right, bool decider) => scope =>
    {
        CelException? fault = null;
        try
        {
            if (Bool(left.Evaluate(scope), left.Position) == decider)
            {
                return decider;
            }
        }
        catch (CelException e)
        {
            fault = e;
        }

        if (Bool(right.Evaluate(scope), right.Position) == decider)
        {
            return decider;
        }

        if (fault is not null)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return !decider;
    };

    /// <summary>A condition's value.</summary>
    public static bool Bool(object? value, int position) =>
        value is bool flag ? flag : throw new CelException(position, $"must be a bool, is {CelType.Of(value)}");

    /// <summary>A binary operator by its sign.</summary>
    public static CelExpression Binary(string sign, CelNode left, CelNode right, int position) => sign switch
    {
        "==" => scope => AreEqual(left.Evaluate(scope), right.Evaluate(scope)),
        "!=" => scope => !AreEqual(left.Evaluate(scope), right.Evaluate(scope)),
        "<" => scope => Compare(sign, left.Evaluate(scope), right.Evaluate(scope), position) is < 0,
        "<=" => scope => Compare(sign, left.Evaluate(scope), right.Evaluate(scope), position) is <= 0,
        ">" => scope => Compare(sign, left.Evaluate(scope), right.Evaluate(scope), position) is > 0,
        ">=" => scope => Compare(sign, left.Evaluate(scope), right.Evaluate(scope), position) is >= 0,
        "in" => scope => IsIn(left.Evaluate(scope), right.Evaluate(scope), position),
        _ => scope => Arithmetic(sign, left.Evaluate(scope), right.Evaluate(scope), position),
    };

    /// <summary><c>-x</c>.</summary>
    public static object Negate(object? value, int position) => value switch
    {
        long.MinValue => throw new CelException(position, "integer overflow"),
        long number => (object)-number,
        double number => -number,
        ulong and ((ulong)long.MaxValue + 1) => long.MinValue,
        _ => throw None("-", CelType.Of(value), position),
    };

    /// <summary><c>x[index]</c> and <c>x.field</c>.</summary>
    public static object? Index(object? from, object? index, int position)
    {
        switch (from)
        {
            case CelMap map:
                return CelMap.Key(index) is { } key && map.TryGetValue(key, out var value) ? value : throw new CelException(position, $"no such key: {index}");
            case List<object?> list when CelMap.Key(index) is long at:
                return at >= 0 && at < list.Count ? list[(int)at] : throw new CelException(position, $"no element {at} in a list of {list.Count}");
            default:
                throw new CelException(position, $"{CelType.Of(from)} has nothing at {CelType.Of(index)} {index}".TrimEnd());
        }
    }

    /// <summary><c>==</c>: values of different types are different, but for numbers.</summary>
    public static bool AreEqual(object? a, object? b)
    {
        if (IsNumber(a) && IsNumber(b))
        {
            return CompareNumbers(a!, b!) == 0;
        }

        switch (a, b)
        {
            case (List<object?> left, List<object?> right):
                if (left.Count != right.Count)
                {
                    return false;
                }

                for (var i = 0; i < left.Count; i++)
                {
                    if (!AreEqual(left[i], right[i]))
                    {
                        return false;
                    }
                }

                return true;
            case (CelMap left, CelMap right):
                return left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var other) && AreEqual(entry.Value, other));
            default:
                return Equals(a, b);
        }
    }

    private static bool IsIn(object? value, object? within, int position) => within switch
    {
        List<object?> list => list.Any(item => AreEqual(item, value)),
        CelMap map => CelMap.Key(value) is { } key && map.ContainsKey(key),
        _ => throw None($"{CelType.Of(value)} in", CelType.Of(within), position),
    };

    /// <summary>Below, at or above zero; null when one is not a number (NaN).</summary>
    private static int? Compare(string sign, object? a, object? b, int position) => (a, b) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (bool left, bool right) => left.CompareTo(right),
        _ when IsNumber(a) && IsNumber(b) => CompareNumbers(a!, b!),
        _ => throw None($"{CelType.Of(a)} {sign}", CelType.Of(b), position),
    };

    private static bool IsNumber(object? value) => value is long or ulong or double;

    private static int? CompareNumbers(object a, object b)
    {
        if (a is double x && b is double y)
        {
            return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        }

        return a is double ? -CompareWhole(b, (double)a) : b is double d ? CompareWhole(a, d) : Wide(a).CompareTo(Wide(b));
    }

    private static int? CompareWhole(object whole, double other)
    {
        if (double.IsNaN(other))
        {
            return null;
        }

        // Beyond what whole numbers reach, the sign decides; within, the whole part and then what is left.
        if (Math.Abs(other) >= 1e20)
        {
            return other > 0 ? -1 : 1;
        }

        var floor = Math.Floor(other);
        var order = Wide(whole).CompareTo((Int128)floor);
        return order != 0 ? order : other > floor ? -1 : 0;
    }

    private static Int128 Wide(object whole) => whole is long number ? number : (ulong)whole;

    private static object Arithmetic(string sign, object? a, object? b, int position)
    {
        try
        {
            return (sign, a, b) switch
            {
                ("+", long x, long y) => checked(x + y),
                ("-", long x, long y) => checked(x - y),
                ("*", long x, long y) => checked(x * y),
                ("/", long x, long y) => checked(x / y),
                ("%", long x, long y) => y == -1 ? 0L : x % y,
                ("+", ulong x, ulong y) => checked(x + y),
                ("-", ulong x, ulong y) => checked(x - y),
                ("*", ulong x, ulong y) => checked(x * y),
                ("/", ulong x, ulong y) => x / y,
                ("%", ulong x, ulong y) => x % y,
                ("+", double x, double y) => x + y,
                ("-", double x, double y) => x - y,
                ("*", double x, double y) => x * y,
                ("/", double x, double y) => x / y,
                ("+", string x, string y) => x + y,
                ("+", List<object?> x, List<object?> y) => new List<object?>([.. x, .. y]),
                _ => throw None($"{CelType.Of(a)} {sign}", CelType.Of(b), position),
            };
        }
        catch (OverflowException)
        {
            throw new CelException(position, "integer overflow");
        }
        catch (DivideByZeroException)
        {
            throw new CelException(position, sign == "%" ? "modulus by zero" : "division by zero");
        }
    }

    private static CelException None(string left, string right, int position)
    {
        var isMixed = left.StartsWith("double", StringComparison.Ordinal) != right.StartsWith("double", StringComparison.Ordinal);
        return new CelException(
            position, $"there is no {left} {right}{(isMixed && (left + right).Contains("int", StringComparison.Ordinal) ? "; numbers of JSON are doubles: write 1.0, or int(x)" : "")}");
    }
}
