using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// Which family an attribute of a sensor belongs to, kernel <c>Documentation/hwmon/sysfs-interface.rst</c>. The name follows from
/// the sensor's type and the attribute's name; the unit from both. Families are made when an attribute is first met: drivers have
/// attributes of their own.
/// </summary>
internal sealed class HwmonFamilies
{
    private const double Thousandths = 1000;
    private const double Millionths = 1e6;

    /// <summary>Attributes that are common; <see cref="Known"/> is made of them, for the documentation.</summary>
    private static readonly (string Type, string[] Attributes)[] Common =
    [
        ("curr", ["input"]),
        ("energy", ["input"]),
        ("fan", ["alarm", "beep", "fault", "input", "manual", "max", "min", "output", "pulses", "target", "tolerance"]),
        ("freq", ["input"]),
        ("humidity", ["input"]),
        ("in", ["alarm", "beep", "crit", "input", "max", "min"]),
        ("intrusion", ["alarm", "beep"]),
        ("power", ["accuracy", "average", "average_interval", "input"]),
        (
            "pwm",
            [
                "", "auto_point1_pwm", "auto_point1_temp", "auto_point2_pwm", "auto_point2_temp", "auto_point3_pwm", "auto_point3_temp",
                "auto_point4_pwm", "auto_point4_temp", "auto_point5_pwm", "auto_point5_temp", "crit_temp_tolerance", "enable", "floor", "mode",
                "start", "step_down_time", "step_up_time", "stop_time", "target_temp", "temp_sel", "temp_tolerance", "weight_duty_base",
                "weight_duty_step", "weight_temp_sel", "weight_temp_step", "weight_temp_step_base", "weight_temp_step_tol",
            ]
        ),
        ("temp", ["alarm", "crit", "crit_alarm", "crit_hyst", "fault", "input", "max", "max_alarm", "min"]),
    ];

    private static readonly Family BeepEnabled = Family.Gauge("node_hwmon_beep_enabled", "1 if the chip may beep.", "chip", "sensor");
    private static readonly Family RegulatorVersion = Family.Gauge(
        "node_hwmon_voltage_regulator_version", "Version of the voltage regulator module, times ten.", "chip", "sensor");

    private static readonly Family UpdateInterval = Family.Gauge(
        "node_hwmon_update_interval_seconds", "Seconds between two measurements of the chip.", "chip", "sensor");

    private readonly Dictionary<string, Family> _families = Known.ToDictionary(family => family.Name, StringComparer.Ordinal);

    /// <summary>The families of common attributes.</summary>
    public static IReadOnlyList<Family> Known { get; } =
    [
        BeepEnabled, RegulatorVersion, UpdateInterval,
        .. Common.SelectMany(entry => entry.Attributes.Select(attribute => Make(Name(entry.Type, attribute, bare: false, out var isCounter, out _), entry.Type, attribute, isCounter))),
    ];

    /// <summary>The types of sensors; attributes of others are not shown.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "vrm", "beep_enable", "update_interval", "in", "cpu", "fan", "pwm", "temp", "curr", "power", "energy", "humidity", "intrusion", "freq",
    };

    /// <summary>The family of an attribute, and what its number is divided by.</summary>
    /// <param name="type">The sensor's type, <c>temp</c> say.</param>
    /// <param name="attribute">What follows type and number, <c>crit_alarm</c> say; may be empty.</param>
    /// <param name="bare">Whether the sensor has an attribute without name as well, which then has the plain family name.</param>
    /// <param name="divisor">What the number is divided by.</param>
    public Family Find(string type, string attribute, bool bare, out double divisor)
    {
        switch (type)
        {
            case "beep_enable":
                divisor = 1;
                return BeepEnabled;
            case "vrm":
                divisor = 1;
                return RegulatorVersion;
            case "update_interval":
                divisor = Thousandths;
                return UpdateInterval;
        }

        var name = Name(type, attribute, bare, out var isCounter, out divisor);
        if (!_families.TryGetValue(name, out var family))
        {
            _families.Add(name, family = Make(name, type, attribute, isCounter));
        }

        return family;
    }

    /// <summary>In lower case, what is no letter or digit made <c>_</c>, none of them at the ends: what chips and attributes are called.</summary>
    public static string Clean(string name)
    {
        var cleaned = string.Create(name.Length, name, (into, from) =>
        {
            for (var i = 0; i < from.Length; i++)
            {
                var c = char.ToLowerInvariant(from[i]);
                into[i] = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == ':' ? c : '_';
            }
        });
        return cleaned.Trim('_');
    }

    private static string Name(string type, string attribute, bool bare, out bool isCounter, out double divisor)
    {
        var name = "node_hwmon_" + type;
        name += attribute switch
        {
            "" => "",
            "input" => bare ? "_input" : "",
            _ => "_" + Clean(attribute),
        };
        (var suffix, divisor) = (type, attribute) switch
        {
            (_, "fault" or "alarm") => ("", 1.0),
            (_, "beep") => ("_enabled", 1),
            ("in" or "cpu", _) => ("_volts", Thousandths),
            ("temp", not "type") => ("_celsius", Thousandths),
            ("curr", _) => ("_amps", Thousandths),
            ("energy", _) => ("_joule_total", Millionths),
            ("power", "accuracy") => ("", Millionths),
            ("power", "average_interval" or "average_interval_min" or "average_interval_max") => ("_seconds", Thousandths),
            ("power", _) => ("_watt", Millionths),
            ("humidity", _) => ("", Millionths),
            ("fan", "input" or "min" or "max" or "target") => ("_rpm", 1),
            ("freq", "input") => ("_freq_mhz", Millionths),
            _ => ("", 1),
        };
        isCounter = suffix == "_joule_total";
        return name + suffix;
    }

    private static Family Make(string name, string type, string attribute, bool isCounter)
    {
        var help = $"Sensor attribute {type}*{(attribute.Length > 0 ? "_" + attribute : "")} of a hardware monitoring chip{Unit(name)}.";
        return isCounter ? Family.Counter(name, help, "chip", "sensor") : Family.Gauge(name, help, "chip", "sensor");
    }

    private static string Unit(string name) => name[(name.LastIndexOf('_') + 1)..] switch
    {
        "volts" => ", in volts",
        "celsius" => ", in degrees Celsius",
        "amps" => ", in amperes",
        "total" => ", in joules",
        "seconds" => ", in seconds",
        "watt" => ", in watts",
        "rpm" => ", in revolutions per minute",
        "mhz" => ", in megahertz",
        "humidity" => ", as a ratio",
        _ => "",
    };
}
