namespace Exporters.Probes.Cel;

/// <summary>A type as a value: what <c>type(x)</c> gives.</summary>
/// <param name="Name">As the language names it.</param>
internal sealed record CelType(string Name)
{
    /// <summary>Every type that a value of a JSON body, or of an expression, may have.</summary>
    public static readonly IReadOnlyList<string> Names = ["bool", "int", "uint", "double", "string", "list", "map", "null_type", "type"];

    /// <summary>The type of a value, for people too.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null_type",
        bool => "bool",
        long => "int",
        ulong => "uint",
        double => "double",
        string => "string",
        List<object?> => "list",
        CelMap => "map",
        _ => "type",
    };
}
