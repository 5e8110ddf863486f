using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

/// <summary>NVMe controllers, power supplies and thermal zones, on trees shaped like known machines.</summary>
public sealed class SysClassCollectorTests
{
    [Test]
    public void An_nvme_disk_tells_its_identity_and_its_namespaces()
    {
        using var tree = Nvme();
        Assert.That(Page.Samples(Make.Collector("nvme", tree.Paths)), Is.EquivalentTo(
        [
            "node_nvme_info{device=\"nvme0\",firmware_revision=\"1B2QEXP7\",model=\"Samsung SSD 970 PRO 512GB\",serial=\"S680HF8N190894I\",state=\"live\",cntlid=\"4\"} 1",
            "node_nvme_namespace_info{device=\"nvme0\",nsid=\"1\",ana_state=\"unknown\"} 1",
            "node_nvme_namespace_capacity_bytes{device=\"nvme0\",nsid=\"1\"} 512110190592",
            "node_nvme_namespace_size_bytes{device=\"nvme0\",nsid=\"1\"} 512110190592",
            "node_nvme_namespace_used_bytes{device=\"nvme0\",nsid=\"1\"} 51200",
            "node_nvme_namespace_logical_block_size_bytes{device=\"nvme0\",nsid=\"1\"} 512",
        ]));
    }

    [Test]
    public void A_state_that_changes_and_a_namespace_that_is_attached_show_at_the_next_scrape()
    {
        using var tree = Nvme();
        var collector = Make.Collector("nvme", tree.Paths);
        Page.Of(collector);
        tree.Add("sys/class/nvme/nvme0/state", "resetting\n").Add("sys/class/nvme/nvme0/nvme0n2/size", "8\n").Add("sys/class/nvme/nvme0/nvme0n2/ana_state", "optimized\n");
        var page = Page.Of(collector);

        Assert.That(page, Does.Contain("state=\"resetting\"").And.Contain("node_nvme_namespace_info{device=\"nvme0\",nsid=\"2\",ana_state=\"optimized\"} 1"));
        Assert.That(page, Does.Not.Contain("size_bytes{device=\"nvme0\",nsid=\"2\"}"), "unknown without a block size");
    }

    [Test]
    public void A_thinkpad_s_battery_and_mains_are_in_base_units_and_empty_texts_are_left_out()
    {
        using var tree = Supplies();
        Assert.That(Page.Samples(Make.Collector("powersupplyclass", tree.Paths)), Is.EquivalentTo(
        [
            "node_power_supply_online{power_supply=\"AC\"} 0",
            "node_power_supply_info{type=\"Mains\",power_supply=\"AC\"} 1",
            "node_power_supply_capacity{power_supply=\"BAT0\"} 81",
            "node_power_supply_energy_watthour{power_supply=\"BAT0\"} 36.58",
            "node_power_supply_power_watt{power_supply=\"BAT0\"} 5.002",
            "node_power_supply_temp_celsius{power_supply=\"BAT0\"} 31.5",
            "node_power_supply_cyclecount{power_supply=\"BAT0\"} 12",
            "node_power_supply_info{manufacturer=\"LGC\",status=\"Discharging\",type=\"Battery\",power_supply=\"BAT0\"} 1",
        ]));
    }

    [Test]
    public void A_battery_that_begins_to_charge_or_is_taken_out_shows_at_the_next_scrape()
    {
        using var tree = Supplies();
        var collector = Make.Collector("powersupplyclass", tree.Paths);
        Page.Of(collector);
        tree.Add("sys/class/power_supply/BAT0/status", "Charging\n");
        Assert.That(Page.Of(collector), Does.Contain("status=\"Charging\"").And.Not.Contain("Discharging"));
        tree.Remove("sys/class/power_supply/BAT0");
        Assert.That(Page.Of(collector), Does.Not.Contain("BAT0").And.Contain("\"AC\""));
    }

    [Test]
    public void Ignored_supplies_are_left_out()
    {
        using var tree = Supplies();
        Assert.That(Page.Of(Make.Collector("powersupplyclass", tree.Paths, "collector.powersupply.ignored-supplies=^BAT")), Does.Not.Contain("BAT0"));
    }

    [Test]
    public void Thermal_zones_and_cooling_devices_are_numbered_and_a_zone_that_is_off_has_no_temperature()
    {
        using var tree = FixtureTree.With("sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n").Add("sys/class/thermal/thermal_zone0/temp", "45500\n")
            .Add("sys/class/thermal/thermal_zone1/type", "iwlwifi_1\n").Add("sys/class/thermal/cooling_device0/type", "intel_powerclamp\n")
            .Add("sys/class/thermal/cooling_device0/cur_state", "-1\n").Add("sys/class/thermal/cooling_device0/max_state", "100\n").Add("sys/class/thermal/thermal_zonex/temp", "1\n");

        Assert.That(Page.Samples(Make.Collector("thermal_zone", tree.Paths)), Is.EquivalentTo(
        [
            "node_thermal_zone_temp{zone=\"0\",type=\"x86_pkg_temp\"} 45.5",
            "node_cooling_device_cur_state{name=\"0\",type=\"intel_powerclamp\"} -1",
            "node_cooling_device_max_state{name=\"0\",type=\"intel_powerclamp\"} 100",
        ]));
    }

    [Test]
    public void A_machine_without_them_says_so_without_noise([Values("nvme", "powersupplyclass", "hwmon", "mdadm")] string name)
    {
        using var tree = FixtureTree.Empty();
        Assert.That(
            () => Page.Of(Make.Collector(name, tree.Paths)),
            Throws.InstanceOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }

    [Test]
    public void A_second_scrape_allocates_nothing([Values("nvme", "powersupplyclass", "thermal_zone")] string name)
    {
        using var nvme = Nvme().Add("sys/class/thermal/thermal_zone0/temp", "45500\n");
        using var supplies = Supplies().Remove("sys/class/power_supply/BAT0/voltage_now");
        Allocations.AreNone(Make.Collector(name, name == "powersupplyclass" ? supplies.Paths : nvme.Paths));
    }

    private static FixtureTree Nvme() => FixtureTree.With("sys/class/nvme/nvme0/firmware_rev", "1B2QEXP7 \n").Add("sys/class/nvme/nvme0/model", "Samsung SSD 970 PRO 512GB              \n")
        .Add("sys/class/nvme/nvme0/serial", "S680HF8N190894I\n").Add("sys/class/nvme/nvme0/state", "live\n").Add("sys/class/nvme/nvme0/cntlid", "4\n")
        .Add("sys/class/nvme/nvme0/nvme0n1/size", "1000215216\n").Add("sys/class/nvme/nvme0/nvme0n1/nuse", "100\n")
        .Add("sys/class/nvme/nvme0/nvme0n1/queue/logical_block_size", "512\n").Add("sys/class/nvme/nvme0/ng0n1/dev", "1:1").Add("sys/class/nvme/nvme0/hwmon1/name", "nvme");

    private static FixtureTree Supplies() => FixtureTree.With("sys/class/power_supply/AC/online", "0\n").Add("sys/class/power_supply/AC/type", "Mains\n")
        .Add("sys/class/power_supply/BAT0/type", "Battery\n").Add("sys/class/power_supply/BAT0/status", "Discharging\n").Add("sys/class/power_supply/BAT0/manufacturer", "LGC\n")
        .Add("sys/class/power_supply/BAT0/serial_number", " \n").Add("sys/class/power_supply/BAT0/capacity", "81\n").Add("sys/class/power_supply/BAT0/energy_now", "36580000\n")
        .Add("sys/class/power_supply/BAT0/power_now", "5002000\n").Add("sys/class/power_supply/BAT0/temp", "315\n").Add("sys/class/power_supply/BAT0/cycle_count", "12\n")
        .Add("sys/class/power_supply/BAT0/voltage_now", "unknown\n").Add("sys/class/power_supply/BAT0/alarm", "0\n");
}
