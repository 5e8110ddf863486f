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

    /// <summary>Attributes that are common, with the names that <see cref="Name"/> makes of them; <see cref="Known"/> is made of them.</summary>
    public static readonly (string Type, string Attribute, string Name)[] Common =
    [
        ("curr", "input", "node_hwmon_curr_amps"),
        ("energy", "input", "node_hwmon_energy_joule_total"),
        ("fan", "alarm", "node_hwmon_fan_alarm"),
        ("fan", "beep", "node_hwmon_fan_beep_enabled"),
        ("fan", "fault", "node_hwmon_fan_fault"),
        ("fan", "input", "node_hwmon_fan_rpm"),
        ("fan", "manual", "node_hwmon_fan_manual"),
        ("fan", "max", "node_hwmon_fan_max_rpm"),
        ("fan", "min", "node_hwmon_fan_min_rpm"),
        ("fan", "output", "node_hwmon_fan_output"),
        ("fan", "pulses", "node_hwmon_fan_pulses"),
        ("fan", "target", "node_hwmon_fan_target_rpm"),
        ("fan", "tolerance", "node_hwmon_fan_tolerance"),
        ("freq", "input", "node_hwmon_freq_freq_mhz"),
        ("humidity", "input", "node_hwmon_humidity"),
        ("in", "alarm", "node_hwmon_in_alarm"),
        ("in", "beep", "node_hwmon_in_beep_enabled"),
        ("in", "crit", "node_hwmon_in_crit_volts"),
        ("in", "input", "node_hwmon_in_volts"),
        ("in", "max", "node_hwmon_in_max_volts"),
        ("in", "min", "node_hwmon_in_min_volts"),
        ("intrusion", "alarm", "node_hwmon_intrusion_alarm"),
        ("intrusion", "beep", "node_hwmon_intrusion_beep_enabled"),
        ("power", "accuracy", "node_hwmon_power_accuracy"),
        ("power", "average", "node_hwmon_power_average_watt"),
        ("power", "average_interval", "node_hwmon_power_average_interval_seconds"),
        ("power", "input", "node_hwmon_power_watt"),
        ("pwm", "", "node_hwmon_pwm"),
        ("pwm", "auto_point1_pwm", "node_hwmon_pwm_auto_point1_pwm"),
        ("pwm", "auto_point1_temp", "node_hwmon_pwm_auto_point1_temp"),
        ("pwm", "auto_point2_pwm", "node_hwmon_pwm_auto_point2_pwm"),
        ("pwm", "auto_point2_temp", "node_hwmon_pwm_auto_point2_temp"),
        ("pwm", "auto_point3_pwm", "node_hwmon_pwm_auto_point3_pwm"),
        ("pwm", "auto_point3_temp", "node_hwmon_pwm_auto_point3_temp"),
        ("pwm", "auto_point4_pwm", "node_hwmon_pwm_auto_point4_pwm"),
        ("pwm", "auto_point4_temp", "node_hwmon_pwm_auto_point4_temp"),
        ("pwm", "auto_point5_pwm", "node_hwmon_pwm_auto_point5_pwm"),
        ("pwm", "auto_point5_temp", "node_hwmon_pwm_auto_point5_temp"),
        ("pwm", "crit_temp_tolerance", "node_hwmon_pwm_crit_temp_tolerance"),
        ("pwm", "enable", "node_hwmon_pwm_enable"),
        ("pwm", "floor", "node_hwmon_pwm_floor"),
        ("pwm", "mode", "node_hwmon_pwm_mode"),
        ("pwm", "start", "node_hwmon_pwm_start"),
        ("pwm", "step_down_time", "node_hwmon_pwm_step_down_time"),
        ("pwm", "step_up_time", "node_hwmon_pwm_step_up_time"),
        ("pwm", "stop_time", "node_hwmon_pwm_stop_time"),
        ("pwm", "target_temp", "node_hwmon_pwm_target_temp"),
        ("pwm", "temp_sel", "node_hwmon_pwm_temp_sel"),
        ("pwm", "temp_tolerance", "node_hwmon_pwm_temp_tolerance"),
        ("pwm", "weight_duty_base", "node_hwmon_pwm_weight_duty_base"),
        ("pwm", "weight_duty_step", "node_hwmon_pwm_weight_duty_step"),
        ("pwm", "weight_temp_sel", "node_hwmon_pwm_weight_temp_sel"),
        ("pwm", "weight_temp_step", "node_hwmon_pwm_weight_temp_step"),
        ("pwm", "weight_temp_step_base", "node_hwmon_pwm_weight_temp_step_base"),
        ("pwm", "weight_temp_step_tol", "node_hwmon_pwm_weight_temp_step_tol"),
        ("temp", "alarm", "node_hwmon_temp_alarm"),
        ("temp", "crit", "node_hwmon_temp_crit_celsius"),
        ("temp", "crit_alarm", "node_hwmon_temp_crit_alarm_celsius"),
        ("temp", "crit_hyst", "node_hwmon_temp_crit_hyst_celsius"),
        ("temp", "fault", "node_hwmon_temp_fault"),
        ("temp", "input", "node_hwmon_temp_celsius"),
        ("temp", "max", "node_hwmon_temp_max_celsius"),
        ("temp", "max_alarm", "node_hwmon_temp_max_alarm_celsius"),
        ("temp", "min", "node_hwmon_temp_min_celsius"),
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
        .. Common.Select(entry => Make(entry.Name, entry.Type, entry.Attribute, isCounter: entry.Type == "energy")),
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
