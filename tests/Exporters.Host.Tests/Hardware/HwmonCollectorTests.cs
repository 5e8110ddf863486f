using Exporters.Host.Hardware;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class HwmonCollectorTests
{
    [Test]
    public void An_intel_processor_s_sensors_are_named_after_its_platform_device()
    {
        using var tree = Coretemp(FixtureTree.Empty());
        Assert.That(Page.Samples(Make.Collector("hwmon", tree.Paths)), Is.EquivalentTo(
        [
            "node_hwmon_chip_names{chip=\"platform_coretemp_0\",chip_name=\"coretemp\"} 1",
            "node_hwmon_sensor_label{chip=\"platform_coretemp_0\",sensor=\"temp1\",label=\"Package id 0\"} 1",
            "node_hwmon_temp_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 55.5",
            "node_hwmon_temp_crit_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 100",
            "node_hwmon_temp_crit_alarm_celsius{chip=\"platform_coretemp_0\",sensor=\"temp1\"} 0",
        ]));
    }

    [Test]
    public void An_amd_processor_hangs_on_the_pci_bus_and_an_nvme_disk_on_its_controller()
    {
        using var tree = FixtureTree.Empty();
        Chip(tree, "hwmon0", "pci0000:00/0000:00:18.3", "k10temp", ("temp1_input", "48250"), ("temp1_label", "Tctl"), ("temp3_input", "41000"), ("temp3_label", "Tccd1"));
        Chip(tree, "hwmon1", "pci0000:00/0000:01:00.0/nvme/nvme0", "nvme", ("temp1_input", "36850"), ("temp1_alarm", "0"), ("temp1_max", "81850"), ("temp1_min", "-273150"));
        var samples = Page.Samples(Make.Collector("hwmon", tree.Paths));

        Assert.That(samples, Does.Contain("node_hwmon_temp_celsius{chip=\"pci0000:00_0000:00:18_3\",sensor=\"temp3\"} 41"));
        Assert.That(samples, Does.Contain("node_hwmon_temp_celsius{chip=\"nvme_nvme0\",sensor=\"temp1\"} 36.85"));
        Assert.That(samples, Does.Contain("node_hwmon_temp_alarm{chip=\"nvme_nvme0\",sensor=\"temp1\"} 0"));
        Assert.That(samples, Does.Contain("node_hwmon_temp_min_celsius{chip=\"nvme_nvme0\",sensor=\"temp1\"} -273.15"));
    }

    [Test]
    public void A_thinkpad_s_battery_and_fans_and_a_graphics_card_have_their_units()
    {
        using var tree = FixtureTree.Empty();
        Chip(tree, "hwmon2", "platform/thinkpad_hwmon", "thinkpad", ("fan1_input", "2864"), ("pwm1", "128"), ("pwm1_enable", "2"), ("temp2_input", "x"));
        Chip(tree, "hwmon3", "LNXSYSTM:00/PNP0C0A:00/power_supply/BAT0", "BAT0", ("in0_input", "12345"), ("power1_input", "5002000"), ("curr1_input", "412"), ("energy1_input", "9000000"));
        Chip(tree, "hwmon4", "pci0000:00/0000:03:00.0", "amdgpu", ("freq1_input", "214000000"), ("freq1_label", "sclk"), ("freq2_input", "1"), ("power1_average", "17000000"),
            ("power1_average_interval", "1000"), ("fan1_target", "0"), ("beep_enable", "1"), ("update_interval", "500"), ("vrm", "130"), ("humidity1_input", "500000"), ("intrusion0_alarm", "1"), ("in1_beep", "1"));
        var samples = Page.Samples(Make.Collector("hwmon", tree.Paths)).Select(line => line.Replace("pci0000:00_0000:03:00_0", "gpu", StringComparison.Ordinal)).ToArray();

        foreach (var expected in (string[])
        [
            "node_hwmon_fan_rpm{chip=\"platform_thinkpad_hwmon\",sensor=\"fan1\"} 2864", "node_hwmon_pwm{chip=\"platform_thinkpad_hwmon\",sensor=\"pwm1\"} 128",
            "node_hwmon_pwm_enable{chip=\"platform_thinkpad_hwmon\",sensor=\"pwm1\"} 2", "node_hwmon_in_volts{chip=\"power_supply_bat0\",sensor=\"in0\"} 12.345",
            "node_hwmon_power_watt{chip=\"power_supply_bat0\",sensor=\"power1\"} 5.002", "node_hwmon_curr_amps{chip=\"power_supply_bat0\",sensor=\"curr1\"} 0.412",
            "node_hwmon_energy_joule_total{chip=\"power_supply_bat0\",sensor=\"energy1\"} 9", "node_hwmon_freq_freq_mhz{chip=\"gpu\",sensor=\"sclk\"} 214",
            "node_hwmon_power_average_watt{chip=\"gpu\",sensor=\"power1\"} 17", "node_hwmon_power_average_interval_seconds{chip=\"gpu\",sensor=\"power1\"} 1",
            "node_hwmon_fan_target_rpm{chip=\"gpu\",sensor=\"fan1\"} 0", "node_hwmon_beep_enabled{chip=\"gpu\",sensor=\"beep_enable0\"} 1",
            "node_hwmon_update_interval_seconds{chip=\"gpu\",sensor=\"update_interval0\"} 0.5", "node_hwmon_voltage_regulator_version{chip=\"gpu\",sensor=\"vrm0\"} 130",
            "node_hwmon_humidity{chip=\"gpu\",sensor=\"humidity1\"} 0.5", "node_hwmon_intrusion_alarm{chip=\"gpu\",sensor=\"intrusion0\"} 1",
            "node_hwmon_in_beep_enabled{chip=\"gpu\",sensor=\"in1\"} 1",
        ])
        {
            Assert.That(samples, Does.Contain(expected));
        }

        Assert.That(samples.Where(line => line.Contains("temp2", StringComparison.Ordinal) || line.Contains("freq2", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Chips_of_several_drivers_on_one_device_have_the_driver_in_their_names()
    {
        using var tree = FixtureTree.Empty();
        Chip(tree, "hwmon0", "platform/asus-nb-wmi", "asus", ("temp1_input", "1000"));
        Chip(tree, "hwmon1", "platform/asus-nb-wmi", "asus_wmi_sensors", ("temp1_input", "2000"));

        Assert.That(Page.Samples(Make.Collector("hwmon", tree.Paths), "node_hwmon_temp_celsius"), Is.EqualTo(
        [
            "node_hwmon_temp_celsius{chip=\"platform_asus_nb_wmi_asus\",sensor=\"temp1\"} 1",
            "node_hwmon_temp_celsius{chip=\"platform_asus_nb_wmi_asus_wmi_sensors\",sensor=\"temp1\"} 2",
        ]));
    }

    [TestCase("hwmon2", "hwmon7")]
    [TestCase("hwmon9", "hwmon10")]
    [TestCase("hwmon3", "hwmon4")]
    public void Chips_of_one_driver_on_one_device_have_the_same_names_after_every_boot(string first, string second)
    {
        using var tree = FixtureTree.Empty();
        Chip(tree, first, "platform/twin", "same", ("temp1_input", "3000"));
        var collector = Make.Collector("hwmon", tree.Paths);
        const string First = "node_hwmon_temp_celsius{chip=\"platform_twin\",sensor=\"temp1\"} 3";
        Assert.That(Page.Samples(collector, "node_hwmon_temp_celsius"), Is.EqualTo([First]));

        Chip(tree, second, "platform/twin", "same", ("temp1_input", "4000"));
        Assert.That(Page.Samples(collector, "node_hwmon_temp_celsius"), Is.EqualTo(
            [First, "node_hwmon_temp_celsius{chip=\"platform_twin_2\",sensor=\"temp1\"} 4"]), "the first keeps its name");
    }

    [Test]
    public void Two_devices_whose_names_differ_only_in_punctuation_are_told_apart()
    {
        using var tree = FixtureTree.Empty();
        Chip(tree, "hwmon5", "platform/a.b", "same", ("temp1_input", "1000"));
        Chip(tree, "hwmon2", "platform/a-b", "same", ("temp1_input", "2000"));

        Assert.That(Page.Samples(Make.Collector("hwmon", tree.Paths), "node_hwmon_temp_celsius"), Is.EqualTo(
        [
            "node_hwmon_temp_celsius{chip=\"platform_a_b\",sensor=\"temp1\"} 2",
            "node_hwmon_temp_celsius{chip=\"platform_a_b_2\",sensor=\"temp1\"} 1",
        ]));
    }

    [Test]
    public void A_chip_without_device_has_its_driver_s_name_and_one_without_either_its_number()
    {
        using var tree = FixtureTree.With("sys/class/hwmon/hwmon0/name", "nct6779\n").Add("sys/class/hwmon/hwmon0/temp1_input", "1000\n").Add("sys/class/hwmon/hwmon1/temp1_input", "2000\n");
        Assert.That(Page.Samples(Make.Collector("hwmon", tree.Paths), "node_hwmon_temp_celsius").Select(line => line.Split('"')[1]), Is.EqualTo(["nct6779", "hwmon1"]));
    }

    [Test]
    public void Filters_choose_chips_and_sensors()
    {
        using var tree = Coretemp(FixtureTree.Empty());
        Chip(tree, "hwmon7", "platform/other", "other", ("temp1_input", "1000"), ("temp2_input", "2000"));

        Assert.That(Chips(tree, "collector.hwmon.chip-include=coretemp"), Is.EqualTo(["platform_coretemp_0"]));
        Assert.That(Chips(tree, "collector.hwmon.chip-exclude=coretemp"), Is.EqualTo(["platform_other", "platform_other"]));
        Assert.That(Chips(tree, "collector.hwmon.sensor-exclude=^platform_other;temp2$"), Is.EqualTo(["platform_coretemp_0", "platform_other"]));
        Assert.That(Chips(tree, "collector.hwmon.sensor-include=other;temp"), Is.EqualTo(["platform_other", "platform_other"]));
    }

    [Test]
    public void A_chip_or_a_sensor_that_comes_or_goes_shows_at_the_next_scrape()
    {
        using var tree = Coretemp(FixtureTree.Empty());
        var collector = Make.Collector("hwmon", tree.Paths);
        Assert.That(Page.Samples(collector, "node_hwmon_temp_celsius"), Has.Length.EqualTo(1));

        Chip(tree, "hwmon7", "platform/other", "other", ("temp1_input", "1000"));
        Assert.That(Page.Samples(collector, "node_hwmon_temp_celsius"), Has.Length.EqualTo(2));
        tree.Add("sys/devices/platform/other/hwmon/hwmon7/temp2_input", "3000\n");
        Assert.That(Page.Samples(collector, "node_hwmon_temp_celsius"), Has.Length.EqualTo(3));
        tree.Remove("sys/class/hwmon/hwmon7");
        Assert.That(Page.Samples(collector, "node_hwmon_temp_celsius"), Has.Length.EqualTo(1));
    }

    [TestCase("temp1_crit_alarm", "temp", "temp1", "crit_alarm")]
    [TestCase("pwm2", "pwm", "pwm2", "")]
    [TestCase("pwm1_auto_point1_pwm", "pwm", "pwm1", "auto_point1_pwm")]
    [TestCase("beep_enable", "beep_enable", "beep_enable0", "")]
    [TestCase("in01_input", "in", "in1", "input")]
    public void A_file_name_falls_apart_into_type_number_and_attribute(string file, string type, string sensor, string attribute) =>
        Assert.That(HwmonFileName.Parse(file), Is.EqualTo(new HwmonFileName(type, sensor, attribute)));

    [Test]
    public void Names_of_common_attributes_follow_the_rule_that_names_all_others()
    {
        var families = new HwmonFamilies();
        Assert.That(
            HwmonFamilies.Common.Select(entry => families.Find(entry.Type, entry.Attribute, bare: false, out _).Name),
            Is.EqualTo(HwmonFamilies.Common.Select(entry => entry.Name)));
    }

    [TestCase("name")]
    [TestCase("uevent")]
    [TestCase("temp1_")]
    [TestCase("temp1x")]
    [TestCase("temp99999999999_input")]
    [TestCase("fan_boost_mode")]
    [TestCase("")]
    public void Other_files_are_no_sensors(string file) => Assert.That(HwmonFileName.Parse(file), Is.Null);

    [Test]
    public void A_second_scrape_allocates_nothing()
    {
        using var tree = Coretemp(FixtureTree.Empty());
        Allocations.AreNone(Make.Collector("hwmon", tree.Paths));
    }

    private static IEnumerable<string> Chips(FixtureTree tree, string flag) =>
        Page.Samples(Make.Collector("hwmon", tree.Paths, flag), "node_hwmon_temp_celsius").Select(line => line.Split('"')[1]);

    private static FixtureTree Coretemp(FixtureTree tree)
    {
        Chip(tree, "hwmon5", "platform/coretemp.0", "coretemp", ("temp1_input", "55500"), ("temp1_label", "Package id 0"), ("temp1_crit", "100000"), ("temp1_crit_alarm", "0"));
        return tree.Add("sys/devices/platform/coretemp.0/hwmon/hwmon5/power/control", "auto\n");
    }

    private static void Chip(FixtureTree tree, string hwmon, string device, string name, params (string File, string Text)[] files)
    {
        var directory = $"sys/devices/{device}/hwmon/{hwmon}";
        tree.Add($"{directory}/name", name + "\n").Link($"{directory}/device", "../..").Link($"sys/class/hwmon/{hwmon}", $"../../devices/{device}/hwmon/{hwmon}");
        foreach (var (file, text) in files)
        {
            tree.Add($"{directory}/{file}", text + "\n");
        }
    }
}
