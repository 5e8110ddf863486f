using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// The attributes of a power supply that are numbers, kernel <c>Documentation/ABI/testing/sysfs-class-power</c>, and the family of
/// each. The kernel counts in millionths (µV, µA, µAh, µWh, µW) and in tenths of a degree.
/// </summary>
internal static class PowerSupplyAttributes
{
    private const double Millionths = 1e6;
    private const double Tenths = 10;

    /// <summary>By file name: the family, and what its number is divided by.</summary>
    public static readonly IReadOnlyDictionary<string, (Family Family, double Divisor)> Numbers = new Dictionary<string, (Family, double)>(StringComparer.Ordinal)
    {
        ["authentic"] = Plain("node_power_supply_authentic", "1 if the supply proved to be genuine."),
        ["calibrate"] = Plain("node_power_supply_calibrate", "Calibration state of the supply."),
        ["capacity"] = Plain("node_power_supply_capacity", "Charge of the battery, in percent."),
        ["capacity_alert_max"] = Plain("node_power_supply_capacity_alert_max", "Charge above which the battery alerts, in percent."),
        ["capacity_alert_min"] = Plain("node_power_supply_capacity_alert_min", "Charge below which the battery alerts, in percent."),
        ["cycle_count"] = Plain("node_power_supply_cyclecount", "Charge cycles that the battery went through."),
        ["online"] = Plain("node_power_supply_online", "1 if the supply is connected and gives power, 2 if it is programmable."),
        ["present"] = Plain("node_power_supply_present", "1 if the supply is there."),
        ["time_to_empty_now"] = Plain("node_power_supply_time_to_empty_seconds", "Seconds until the battery is empty."),
        ["time_to_full_now"] = Plain("node_power_supply_time_to_full_seconds", "Seconds until the battery is full."),

        ["current_boot"] = Micro("node_power_supply_current_boot", "Current at boot, in amperes."),
        ["current_max"] = Micro("node_power_supply_current_max", "Highest current, in amperes."),
        ["current_now"] = Micro("node_power_supply_current_ampere", "Current, in amperes."),
        ["energy_empty"] = Micro("node_power_supply_energy_empty", "Energy at which the battery counts as empty, in watt-hours."),
        ["energy_empty_design"] = Micro("node_power_supply_energy_empty_design", "Energy at which the battery was meant to count as empty, in watt-hours."),
        ["energy_full"] = Micro("node_power_supply_energy_full", "Energy of the full battery as last seen, in watt-hours."),
        ["energy_full_design"] = Micro("node_power_supply_energy_full_design", "Energy of the full battery as it was made, in watt-hours."),
        ["energy_now"] = Micro("node_power_supply_energy_watthour", "Energy in the battery, in watt-hours."),
        ["voltage_boot"] = Micro("node_power_supply_voltage_boot", "Voltage at boot, in volts."),
        ["voltage_max"] = Micro("node_power_supply_voltage_max", "Highest voltage, in volts."),
        ["voltage_max_design"] = Micro("node_power_supply_voltage_max_design", "Highest voltage as designed, in volts."),
        ["voltage_min"] = Micro("node_power_supply_voltage_min", "Lowest voltage, in volts."),
        ["voltage_min_design"] = Micro("node_power_supply_voltage_min_design", "Lowest voltage as designed, in volts."),
        ["voltage_now"] = Micro("node_power_supply_voltage_volt", "Voltage, in volts."),
        ["voltage_ocv"] = Micro("node_power_supply_voltage_ocv", "Voltage without load, in volts."),
        ["charge_control_limit"] = Micro("node_power_supply_charge_control_limit", "Limit of the charging current, in amperes."),
        ["charge_control_limit_max"] = Micro("node_power_supply_charge_control_limit_max", "Highest limit of the charging current, in amperes."),
        ["charge_counter"] = Micro("node_power_supply_charge_counter", "Charge counted since some moment, in ampere-hours."),
        ["charge_empty"] = Micro("node_power_supply_charge_empty", "Charge at which the battery counts as empty, in ampere-hours."),
        ["charge_empty_design"] = Micro("node_power_supply_charge_empty_design", "Charge at which the battery was meant to count as empty, in ampere-hours."),
        ["charge_full"] = Micro("node_power_supply_charge_full", "Charge of the full battery as last seen, in ampere-hours."),
        ["charge_full_design"] = Micro("node_power_supply_charge_full_design", "Charge of the full battery as it was made, in ampere-hours."),
        ["charge_now"] = Micro("node_power_supply_charge_ampere", "Charge in the battery, in ampere-hours."),
        ["charge_term_current"] = Micro("node_power_supply_charge_term_current", "Current at which charging ends, in amperes."),
        ["constant_charge_current"] = Micro("node_power_supply_constant_charge_current", "Constant charging current, in amperes."),
        ["constant_charge_current_max"] = Micro("node_power_supply_constant_charge_current_max", "Highest constant charging current, in amperes."),
        ["constant_charge_voltage"] = Micro("node_power_supply_constant_charge_voltage", "Constant charging voltage, in volts."),
        ["constant_charge_voltage_max"] = Micro("node_power_supply_constant_charge_voltage_max", "Highest constant charging voltage, in volts."),
        ["precharge_current"] = Micro("node_power_supply_precharge_current", "Current of precharging, in amperes."),
        ["input_current_limit"] = Micro("node_power_supply_input_current_limit", "Limit of the current drawn, in amperes."),
        ["power_now"] = Micro("node_power_supply_power_watt", "Power, in watts."),

        ["temp"] = Degrees("node_power_supply_temp_celsius", "Temperature of the supply, in degrees Celsius."),
        ["temp_alert_max"] = Degrees("node_power_supply_temp_alert_max_celsius", "Temperature above which the supply alerts, in degrees Celsius."),
        ["temp_alert_min"] = Degrees("node_power_supply_temp_alert_min_celsius", "Temperature below which the supply alerts, in degrees Celsius."),
        ["temp_ambient"] = Degrees("node_power_supply_temp_ambient_celsius", "Temperature around the supply, in degrees Celsius."),
        ["temp_ambient_max"] = Degrees("node_power_supply_temp_ambient_max_celsius", "Highest temperature allowed around the supply, in degrees Celsius."),
        ["temp_ambient_min"] = Degrees("node_power_supply_temp_ambient_min_celsius", "Lowest temperature allowed around the supply, in degrees Celsius."),
        ["temp_max"] = Degrees("node_power_supply_temp_max_celsius", "Highest temperature allowed, in degrees Celsius."),
        ["temp_min"] = Degrees("node_power_supply_temp_min_celsius", "Lowest temperature allowed, in degrees Celsius."),
    };

    /// <summary>The attributes that are texts: labels of <c>node_power_supply_info</c> under their own names.</summary>
    public static readonly string[] Texts =
    [
        "capacity_level", "charge_type", "health", "manufacturer", "model_name", "scope", "serial_number", "status", "technology", "type", "usb_type",
    ];

    private static (Family, double) Plain(string name, string help) => (Gauge(name, help), 1);

    private static (Family, double) Micro(string name, string help) => (Gauge(name, help), Millionths);

    private static (Family, double) Degrees(string name, string help) => (Gauge(name, help), Tenths);

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "power_supply");
}
