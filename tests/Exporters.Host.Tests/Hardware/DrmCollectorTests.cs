using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class DrmCollectorTests
{
    [Test]
    public void Cards_with_amdgpu_are_shown_and_others_and_outlets_are_not()
    {
        const string Card = "sys/class/drm/card1/device";
        using var machine = FixtureTree.With($"{Card}/uevent", "DRIVER=amdgpu\nPCI_CLASS=30000\n").Add($"{Card}/gpu_busy_percent", "7\n").Add($"{Card}/mem_info_vram_total", "8573157376\n")
            .Add($"{Card}/mem_info_vram_vendor", "samsung\n").Add($"{Card}/power_dpm_force_performance_level", "auto\n").Add($"{Card}/unique_id", "0123456789abcdef\n")
            .Add("sys/class/drm/card0/device/uevent", "DRIVER=i915\n").Add("sys/class/drm/card1-HDMI-A-1/device/uevent", "DRIVER=amdgpu\n");
        Assert.That(Page.Samples(Make.Collector("drm", machine.Paths)), Is.EqualTo(new[]
        {
            """node_drm_card_info{card="card1",memory_vendor="samsung",power_performance_level="auto",unique_id="0123456789abcdef",vendor="amd"} 1""",
            """node_drm_gpu_busy_percent{card="card1"} 7""",
            """node_drm_memory_vram_size_bytes{card="card1"} 8573157376""",
        }));
    }
}
