using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>The D-Bus object of a unit, by the unit's name: <c>a-b.service</c> is <c>/org/freedesktop/systemd1/unit/a_2db_2eservice</c>.</summary>
internal static class UnitObject
{
    private const string Prefix = "/org/freedesktop/systemd1/unit/";

    /// <summary>The path of the object, escaped as sd_bus_path_encode(3) does: all but letters, and digits after the first place, as <c>_</c> and hexadecimal.</summary>
    public static string PathOf(string unit)
    {
        var path = new StringBuilder(Prefix);
        foreach (var b in Encoding.UTF8.GetBytes(unit))
        {
            if (char.IsAsciiLetter((char)b) || (char.IsAsciiDigit((char)b) && path.Length > Prefix.Length))
            {
                path.Append((char)b);
            }
            else
            {
                path.Append('_').Append(Convert.ToHexStringLower([b]));
            }
        }

        return path.ToString();
    }
}
