namespace Exporters.Probes.Cel;

/// <summary>A map. A key that is a whole number is the same key as int, uint and double.</summary>
internal sealed class CelMap : Dictionary<object, object?>
{
    /// <summary>A value as a key; null for one that can be none.</summary>
    public static object? Key(object? value) => value switch
    {
        string or bool or long => value,
        ulong number => number <= long.MaxValue ? (long)number : number,
        double number when Math.Truncate(number) == number && Math.Abs(number) < long.MaxValue => (long)number,
        _ => null,
    };
}
