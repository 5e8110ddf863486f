using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>NVMe controllers and their namespaces, from <c>/sys/class/nvme</c>.</summary>
internal sealed class NvmeCollector(HostPaths paths) : ICollector
{
    private readonly DirectoryListing _listing = new(paths.Sys("class/nvme"));
    private readonly List<NvmeController> _controllers = [];

    public string Name => "nvme";

    public IReadOnlyList<Family> Families { get; } = [NvmeController.Info, .. NvmeNamespace.Families];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _controllers.Clear();
            foreach (var name in _listing.Names)
            {
                _controllers.Add(new NvmeController($"{_listing.Path}/{name}", name));
            }
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno);
        }

        foreach (var controller in _controllers)
        {
            controller.Write(writer);
        }
    }
}
