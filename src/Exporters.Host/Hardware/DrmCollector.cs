using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>Graphics cards with the driver amdgpu, from <c>/sys/class/drm/cardN/device</c>; kernel Documentation/gpu/amdgpu.</summary>
internal sealed class DrmCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyTable Table = new(
        """
        gpu_busy_percent gauge node_drm_gpu_busy_percent How busy the card is, in percent.
        mem_info_gtt_total gauge node_drm_memory_gtt_size_bytes Memory of the machine that the card can use (GTT), in bytes.
        mem_info_gtt_used gauge node_drm_memory_gtt_used_bytes Memory of the machine that the card uses (GTT), in bytes.
        mem_info_vis_vram_total gauge node_drm_memory_vis_vram_size_bytes Memory of the card that the CPU can see, in bytes.
        mem_info_vis_vram_used gauge node_drm_memory_vis_vram_used_bytes Used memory of the card that the CPU can see, in bytes.
        mem_info_vram_total gauge node_drm_memory_vram_size_bytes Memory of the card, in bytes.
        mem_info_vram_used gauge node_drm_memory_vram_used_bytes Used memory of the card, in bytes.
        """u8,
        "card");

    private static readonly Family Info = Family.Info(
        "node_drm_card_info", "What the card tells of itself.", "card", "memory_vendor", "power_performance_level", "unique_id", "vendor");

    private readonly DirectoryListing _listing = new(paths.Sys("class/drm"));
    private readonly ValueFiles _files = new();
    private readonly List<(string Name, string Directory)> _cards = [];

    public string Name => "drm";

    public IReadOnlyList<Family> Families => [.. Table.Families, Info];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Find();
        }

        foreach (var (name, directory) in _cards)
        {
            writer.WriteInfo(Info, name, Text(directory, "mem_info_vram_vendor"), Text(directory, "power_dpm_force_performance_level"), Text(directory, "unique_id"), "amd");
        }

        _files.Write(writer);
    }

    private static string Text(string directory, string file) => SysFile.Text($"{directory}/{file}") ?? "";

    /// <summary>Cards are <c>card0</c>; their outlets, <c>card0-HDMI-A-1</c>, are not.</summary>
    private void Find()
    {
        _files.Clear();
        _cards.Clear();
        foreach (var name in _listing.Names)
        {
            var directory = $"{_listing.Path}/{name}/device";
            if (name.StartsWith("card", StringComparison.Ordinal) && !name.Contains('-', StringComparison.Ordinal)
                && (SysFile.Text($"{directory}/uevent")?.Contains("DRIVER=amdgpu", StringComparison.Ordinal) ?? false))
            {
                _cards.Add((name, directory));
                _files.AddAll(directory, Table, LabelSet.Of("card", name));
            }
        }
    }
}
