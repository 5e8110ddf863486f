using System.Globalization;

namespace Exporters.Host.Hardware;

/// <summary>
/// The name of a sensor's file taken apart: <c>temp1_crit_alarm</c> is attribute <c>crit_alarm</c> of sensor 1 of type
/// <c>temp</c>. A missing number counts as 0; <c>pwm1</c> has an attribute without name.
/// </summary>
/// <param name="Type">The type of sensor.</param>
/// <param name="Sensor">Type and number, <c>temp1</c>.</param>
/// <param name="Attribute">What follows; may be empty.</param>
internal readonly record struct HwmonFileName(string Type, string Sensor, string Attribute)
{
    /// <summary>Null for files that are none of a sensor's.</summary>
    public static HwmonFileName? Parse(string file)
    {
        var digits = file.AsSpan().IndexOfAnyInRange('0', '9');
        if (digits < 0)
        {
            return Make(file, 0, "");
        }

        var end = digits;
        while (end < file.Length && char.IsAsciiDigit(file[end]))
        {
            end++;
        }

        var isWhole = end == file.Length;
        if ((!isWhole && (file[end] != '_' || end + 1 == file.Length)) || !int.TryParse(file.AsSpan(digits, end - digits), CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return Make(file[..digits], number, isWhole ? "" : file[(end + 1)..]);
    }

    private static HwmonFileName? Make(string type, int number, string attribute) => HwmonFamilies.Types.Contains(type)
        ? new HwmonFileName(type, string.Create(CultureInfo.InvariantCulture, $"{type}{number}"), attribute)
        : null;
}
