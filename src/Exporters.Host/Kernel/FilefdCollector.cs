using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>File handles of the whole machine, from <c>/proc/sys/fs/file-nr</c>; see proc_sys_fs(5).</summary>
internal sealed class FilefdCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Allocated = All.Gauge("node_filefd_allocated", "File handles in use.");
    private static readonly Family Maximum = All.Gauge("node_filefd_maximum", "Most file handles that may be in use.");

    private readonly KernelFile _file = new(paths.Proc("sys/fs/file-nr"));

    public string Name => "filefd";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        var handles = FileNr.Parse(file.Bytes, _file.Path, writer.Unreadable);
        writer.WriteIfKnown(Allocated, handles.Allocated);
        writer.WriteIfKnown(Maximum, handles.Maximum);
    }
}
