using System.Globalization;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>
/// What sysfs tells of each CPU beside its times (kernel Documentation/ABI/testing/sysfs-devices-system-cpu): how often it was
/// throttled, whether it is online or isolated. Which files there are is remembered, and looked up anew when CPUs come or go.
/// </summary>
internal sealed class CpuTopology(HostPaths paths, TimeProvider time)
{
    private readonly CpuDirectories _cpus = new(paths, time);
    private readonly CpuLabels _labels = new();
    private readonly string _isolated = paths.Sys("devices/system/cpu/isolated");
    private readonly List<(string Path, LabelSet Labels)> _coreThrottles = [];
    private readonly List<(string Path, LabelSet Labels)> _packageThrottles = [];
    private readonly List<(string Path, LabelSet Labels)> _online = [];

    public void WriteThrottles(FamilyWriter writer, Family core, Family package)
    {
        Refresh();
        foreach (var (path, labels) in _coreThrottles)
        {
            writer.WriteIfKnown(core, SysFile.UInt64(path, writer.Unreadable), labels);
        }

        foreach (var (path, labels) in _packageThrottles)
        {
            writer.WriteIfKnown(package, SysFile.UInt64(path, writer.Unreadable), labels);
        }
    }

    public void WriteOnline(FamilyWriter writer, Family online)
    {
        foreach (var (path, labels) in _online)
        {
            writer.Write(online, SysFile.UInt64(path) == 1 ? 1 : 0, labels);
        }
    }

    public void WriteIsolated(FamilyWriter writer, Family isolated)
    {
        if (ProcFile.TryRead(_isolated, out var file) != Errno.None)
        {
            return;
        }

        using (file)
        {
            if (!file.Trimmed.IsEmpty)
            {
                foreach (var cpu in CpuList.Parse(file.Trimmed, _isolated, writer.Unreadable))
                {
                    writer.Write(isolated, 1, _labels[cpu]);
                }
            }
        }
    }

    private void Refresh()
    {
        if (!_cpus.Refresh())
        {
            return;
        }

        _coreThrottles.Clear();
        _packageThrottles.Clear();
        _online.Clear();
        var cores = new HashSet<(ulong Package, ulong Core)>();
        var packages = new HashSet<ulong>();
        foreach (var (_, path) in _cpus.All)
        {
            if (SysFile.UInt64($"{path}/topology/physical_package_id") is not { } package
                || SysFile.UInt64($"{path}/topology/core_id") is not { } core)
            {
                continue;
            }

            // Hyperthreads share the counter of their core: the first of them that has the file stands for it.
            var packageName = package.ToString(CultureInfo.InvariantCulture);
            if (File.Exists($"{path}/thermal_throttle/core_throttle_count") && cores.Add((package, core)))
            {
                var labels = new LabelSet(["package", "core"], [packageName, core.ToString(CultureInfo.InvariantCulture)]);
                _coreThrottles.Add(($"{path}/thermal_throttle/core_throttle_count", labels));
            }

            if (File.Exists($"{path}/thermal_throttle/package_throttle_count") && packages.Add(package))
            {
                _packageThrottles.Add(($"{path}/thermal_throttle/package_throttle_count", LabelSet.Of("package", packageName)));
            }
        }

        // Without the file of the first CPU this kernel does not take CPUs off line, or the first cannot be: then it tells of none.
        if (_cpus.All is [var first, ..] && File.Exists($"{first.Path}/online"))
        {
            foreach (var (cpu, path) in _cpus.All)
            {
                _online.Add(($"{path}/online", _labels[cpu]));
            }
        }
    }
}
