using Exporters.Containers.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Testing;

namespace Exporters.Containers.Tests.Usage;

internal sealed class MachineCollectorTests
{
    [Test]
    public void A_machine_without_persistent_memory_has_none_of_it() =>
        Assert.That(
            Shown(FixtureTree.Empty()),
            Is.EqualTo(new[]
            {
                "machine_nvm_avg_power_budget_watts 0", "machine_nvm_capacity app_direct_mode 0", "machine_nvm_capacity memory_mode 0",
            }));

    [Test]
    public void Of_persistent_memory_only_what_sysfs_tells_is_shown() =>
        Assert.That(
            Shown(FixtureTree.Empty()
                .Add("sys/bus/nd/devices/nmem0/state", "active\n")
                .Add("sys/bus/nd/devices/region0/devtype", "nd_pmem\n").Add("sys/bus/nd/devices/region0/size", "135291469824\n")
                .Add("sys/bus/nd/devices/region1/devtype", "nd_blk\n").Add("sys/bus/nd/devices/region1/size", "7\n")),
            Is.EqualTo(new[] { "machine_nvm_capacity app_direct_mode 135291469824" }));

    private static string[] Shown(FixtureTree machine)
    {
        using (machine.Add("proc/meminfo", "MemTotal: 1024 kB\nSwapTotal: 0 kB\n").Add("proc/stat", "cpu 1 0 1 1\ncpu0 1 0 1 1\n"))
        {
            var inventory = new Inventory();
            inventory.Publish(InventorySnapshot.Empty with { FoundAnything = true });
            var collector = new MachineCollector(inventory, machine.Paths);
            return
            [
                .. ((string[])["machine_nvm_avg_power_budget_watts", "machine_nvm_capacity"]).SelectMany(family => Page.Samples(collector, family))
                    .Select(line => $"{line[..line.IndexOf('{')]} {(line.Contains("mode=\"", StringComparison.Ordinal) ? line.Split("mode=\"")[1].Split('"')[0] + " " : "")}{line.Split(' ')[^1]}")
                    .Order(StringComparer.Ordinal),
            ];
        }
    }
}
