using System.Globalization;
using Exporters.Configuration.Patterns;
using Exporters.Configuration;

namespace Exporters.Probes.Cel;

/// <summary>The functions of the language's standard library that make sense of a JSON body.</summary>
internal static class CelFunctions
{
    private static readonly string[] OfTwo = ["contains", "startsWith", "endsWith", "matches"];
    private static readonly string[] OfOne = ["size", "int", "uint", "double", "string", "bool", "dyn", "type"];

    /// <summary>Every name that may be called, macros aside.</summary>
    public static IEnumerable<string> Names => [.. OfTwo, .. OfOne];

    /// <summary>A call.</summary>
    /// <param name="name">The function.</param>
    /// <param name="arguments">What it is called with; the receiver of <c>x.f()</c> first.</param>
    /// <param name="isMember">Whether it was written <c>x.f()</c>.</param>
    /// <param name="position">Where its name is.</param>
    /// <exception cref="CelException">There is no such function, or not with so many arguments.</exception>
    public static CelExpression Call(string name, List<CelNode> arguments, bool isMember, int position)
    {
        var isOfTwo = Array.IndexOf(OfTwo, name) >= 0;
        if (!isOfTwo && Array.IndexOf(OfOne, name) < 0)
        {
            var near = Nearest.To(name, [.. Names, .. CelMacros.Names]);
            throw new CelException(position, $"the function {name} is not supported{(near is null ? $"; there are {string.Join(", ", Names)}" : $"; did you mean {near}?")}");
        }

        // Conversions are not methods, and of the tests of a text only matches() is a function too.
        if ((isOfTwo ? !isMember && name != "matches" : isMember && name != "size") || arguments.Count != (isOfTwo ? 2 : 1))
        {
            var form = isOfTwo ? $"x.{name}(y)" : name == "size" ? "size(x) or x.size()" : $"{name}(x)";
            throw new CelException(position, $"must be {form}");
        }

        var first = arguments[0].Evaluate;
        if (!isOfTwo)
        {
            return scope => OneValue(name, first(scope), position);
        }

        var second = arguments[1].Evaluate;
        var pattern = name == "matches" && arguments[1].Literal is string literal ? Read(literal, arguments[1].Position) : null;
        return scope =>
        {
            if (first(scope) is not string text || second(scope) is not string other)
            {
                throw new CelException(position, $"{name} compares two strings, got {CelType.Of(first(scope))} and {CelType.Of(second(scope))}");
            }

            return name switch
            {
                "contains" => text.Contains(other, StringComparison.Ordinal),
                "startsWith" => text.StartsWith(other, StringComparison.Ordinal),
                "endsWith" => text.EndsWith(other, StringComparison.Ordinal),
                _ => scope.Matches(pattern ?? Read(other, position), text),
            };
        };
    }

    private static Pattern Read(string text, int position) =>
        Pattern.TryParse(text, "cel", PatternInput.Text, out var pattern, out var error) ? pattern : throw new CelException(position, error);

    private static object? OneValue(string name, object? value, int position) => name switch
    {
        "size" => Size(value, position),
        "dyn" => value,
        "type" => new CelType(CelType.Of(value)),
        "int" => ToInt(value) ?? throw Unconvertible(name, value, position),
        "uint" => ToUint(value) ?? throw Unconvertible(name, value, position),
        "double" => ToDouble(value) ?? throw Unconvertible(name, value, position),
        "bool" => ToBool(value) ?? throw Unconvertible(name, value, position),
        _ => ToText(value) ?? throw Unconvertible(name, value, position),
    };

    private static long Size(object? value, int position) => value switch
    {
        string text => text.EnumerateRunes().Count(),
        List<object?> list => list.Count,
        CelMap map => map.Count,
        _ => throw new CelException(position, $"{CelType.Of(value)} has no size"),
    };

    private static object? ToInt(object? value) => value switch
    {
        long => value,
        ulong number when number <= long.MaxValue => (long)number,
        double number when number > long.MinValue && number < long.MaxValue => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static object? ToUint(object? value) => value switch
    {
        ulong => value,
        long and >= 0 => (ulong)(long)value,
        double number when number >= 0 && number < ulong.MaxValue => (ulong)number,
        string text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static object? ToDouble(object? value) => value switch
    {
        double => value,
        long number => (double)number,
        ulong number => (double)number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static object? ToBool(object? value) => value switch
    {
        bool => value,
        "true" or "True" or "TRUE" or "t" or "1" => true,
        "false" or "False" or "FALSE" or "f" or "0" => false,
        _ => null,
    };

    private static string? ToText(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        long or ulong or double => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static CelException Unconvertible(string name, object? value, int position) =>
        new(position, $"{CelType.Of(value)}{(value is string or double ? $" {(value is string ? $"\"{value}\"" : ToText(value))}" : "")} cannot become {name}");
}
