using Exporters.Testing;

namespace Exporters.Host.Tests.Cpu;

public sealed class CpuVulnerabilitiesCollectorTests
{
    [TestCase("Not affected", "not affected", "")]
    [TestCase("Vulnerable", "vulnerable", "")]
    [TestCase("Vulnerable: Clear CPU buffers attempted, no microcode", "vulnerable", "Clear CPU buffers attempted, no microcode")]
    [TestCase("Mitigation: PTE Inversion; VMX: cache flushes", "mitigation", "PTE Inversion; VMX: cache flushes")]
    [TestCase("Unknown: Dependent on hypervisor status", "unknown", "Dependent on hypervisor status")]
    [TestCase("KVM: Vulnerable", "unknown", "KVM: Vulnerable")]
    public void The_first_word_is_the_state(string text, string state, string mitigation)
    {
        using var machine = FixtureTree.With("sys/devices/system/cpu/vulnerabilities/l1tf", text + "\n");
        Assert.That(Page.Samples(Make.Collector("cpu_vulnerabilities", machine.Paths)),
            Is.EqualTo(new[] { $$"""node_cpu_vulnerabilities_info{codename="l1tf",state="{{state}}",mitigation="{{mitigation}}"} 1""" }));
    }
}
