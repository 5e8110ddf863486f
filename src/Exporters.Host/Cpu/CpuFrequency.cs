using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>The family that two collectors share: cpufreq from sysfs by CPU, cpu with <c>--collector.cpu.info</c> by package, core and CPU.</summary>
internal static class CpuFrequency
{
    public static readonly Family Hertz = Family.Gauge("node_cpu_frequency_hertz", "Clock of the CPU, in hertz.", "package", "core", "cpu");
}
