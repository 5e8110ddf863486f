using Exporters.Containers.Lifecycle;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>
/// The machine that the containers share, by the names that dashboards divide by. Its processors and modules of memory do not change
/// while it runs, so they are read once; sysfs, kernel <c>Documentation/admin-guide/cputopology.rst</c> and <c>Documentation/driver-api/edac.rst</c>.
/// </summary>
internal sealed class MachineCollector : ICollector
{
    private const long BytesPerMib = 1024 * 1024;

    private static readonly Family Cores = Family.Gauge("machine_cpu_cores", "Logical CPUs.");
    private static readonly Family PhysicalCores = Family.Gauge("machine_cpu_physical_cores", "Physical cores.");
    private static readonly Family CpuSockets = Family.Gauge("machine_cpu_sockets", "CPU sockets.");
    private static readonly Family Books = Family.Gauge("machine_cpu_books", "CPU books; 0 where there are none.");
    private static readonly Family Drawers = Family.Gauge("machine_cpu_drawers", "CPU drawers; 0 where there are none.");
    private static readonly Family Memory = Family.Gauge("machine_memory_bytes", "Memory, in bytes.");
    private static readonly Family Swap = Family.Gauge("machine_swap_bytes", "Swap, in bytes.");
    private static readonly Family DimmCount = Family.Gauge("machine_dimm_count", "Memory modules by type; absent without EDAC.", "type");
    private static readonly Family DimmCapacity = Family.Gauge("machine_dimm_capacity_bytes", "Memory of the modules by type, in bytes; absent without EDAC.", "type");
    private static readonly Family NvmCapacity = Family.Gauge(
        "machine_nvm_capacity", "Persistent memory by mode, in bytes; of machines that have some only app_direct_mode is known.", "mode");

    private static readonly Family NvmPower = Family.Gauge(
        "machine_nvm_avg_power_budget_watts", "Power budget of persistent memory; 0 where there is none, absent where there is some.");

    private static readonly Family ScrapeError = Family.Gauge("machine_scrape_error", "1 when the machine's facts could not be read.");

    private static readonly Family Version = Family.Info(
        "cadvisor_version_info", "Versions of kernel, operating system and Docker.", "kernelVersion", "osVersion", "dockerVersion", "cadvisorVersion", "cadvisorRevision");

    private readonly Inventory _inventory;
    private readonly HostPaths _paths;
    private readonly string _meminfo;
    private Facts? _facts;

    public MachineCollector(Inventory inventory, HostPaths paths)
    {
        _inventory = inventory;
        _paths = paths;
        _meminfo = paths.Proc("meminfo");
    }

    public string Name => "machine";

    public IReadOnlyList<Family> Families { get; } =
        [Cores, PhysicalCores, CpuSockets, Books, Drawers, Memory, Swap, DimmCount, DimmCapacity, NvmCapacity, NvmPower, ScrapeError, Version];

    public void Collect(FamilyWriter writer)
    {
        var snapshot = _inventory.Current;
        if (!snapshot.FoundAnything)
        {
            return;
        }

        var facts = _facts ??= Read();
        writer.Write(Cores, facts.Topology.Cpus, facts.Labels);
        writer.Write(PhysicalCores, facts.Topology.Cores, facts.Labels);
        writer.Write(CpuSockets, facts.Topology.Sockets, facts.Labels);
        writer.Write(Books, facts.Topology.Books, facts.Labels);
        writer.Write(Drawers, facts.Topology.Drawers, facts.Labels);
        using (var file = ProcFile.Read(_meminfo))
        {
            var memory = MachineMemory.Parse(file.Bytes, _meminfo, writer.Unreadable);
            writer.WriteIfKnown(Memory, memory.TotalBytes, facts.Labels);
            writer.WriteIfKnown(Swap, memory.SwapBytes, facts.Labels);
        }

        foreach (var (type, (count, bytes)) in facts.Dimms)
        {
            writer.Write(DimmCount, count, facts.Labels, type);
            writer.Write(DimmCapacity, bytes, facts.Labels, type);
        }

        writer.Write(NvmCapacity, facts.PersistentBytes ?? 0, facts.Labels, "app_direct_mode");
        if (facts.PersistentBytes is null)
        {
            writer.Write(NvmCapacity, 0, facts.Labels, "memory_mode");
            writer.Write(NvmPower, 0, facts.Labels);
        }

        writer.Write(ScrapeError, 0);
        writer.WriteInfo(Version, facts.Kernel, facts.System, snapshot.DaemonVersion, "", "");
    }

    private Facts Read() => new(
        new LabelSet(
            ["boot_id", "machine_id", "system_uuid"],
            [
                SysFile.Text(_paths.Proc("sys/kernel/random/boot_id")) ?? "",
                SysFile.Text(_paths.Root("/etc/machine-id")) ?? SysFile.Text(_paths.Root("/var/lib/dbus/machine-id")) ?? "",
                SystemUuid(),
            ]),
        CpuTopology.Read(_paths),
        ReadDimms(),
        ReadPersistent(),
        SysFile.Text(_paths.Proc("sys/kernel/osrelease")) ?? "",
        PrettyName());

    /// <summary>Firmware's number of the machine, or what the peer takes in its place; the first is for root alone.</summary>
    private string SystemUuid() =>
        (SysFile.Text(_paths.Sys("class/dmi/id/product_uuid")) ?? SysFile.Text(_paths.Proc("device-tree/system-id"))
            ?? SysFile.Text(_paths.Proc("device-tree/vm,uuid")) ?? SysFile.Text(_paths.Root("/etc/machine-id")) ?? "").Trim('\0');

    private SortedDictionary<string, (int Count, long Bytes)> ReadDimms()
    {
        var dimms = new SortedDictionary<string, (int Count, long Bytes)>(StringComparer.Ordinal);
        var controllers = _paths.Sys("devices/system/edac/mc");
        foreach (var controller in SysFile.Names(controllers))
        {
            foreach (var dimm in SysFile.Names($"{controllers}/{controller}"))
            {
                var directory = $"{controllers}/{controller}/{dimm}";
                if ((dimm.StartsWith("dimm", StringComparison.Ordinal) || dimm.StartsWith("rank", StringComparison.Ordinal))
                    && SysFile.Text($"{directory}/dimm_mem_type") is { } type
                    && SysFile.Int64($"{directory}/size") is { } mib)
                {
                    var (count, bytes) = dimms.GetValueOrDefault(type);
                    dimms[type] = (count + 1, bytes + (mib * BytesPerMib));
                }
            }
        }

        return dimms;
    }

    /// <summary>
    /// Bytes of all persistent regions, kernel <c>Documentation/driver-api/nvdimm/nvdimm.rst</c>; null without such modules. Memory
    /// mode and power budgets are told by the vendor's library alone.
    /// </summary>
    private long? ReadPersistent()
    {
        long? bytes = null;
        var devices = _paths.Sys("bus/nd/devices");
        foreach (var name in SysFile.Names(devices))
        {
            if (name.StartsWith("nmem", StringComparison.Ordinal))
            {
                bytes ??= 0;
            }
            else if (name.StartsWith("region", StringComparison.Ordinal) && SysFile.Text($"{devices}/{name}/devtype") == "nd_pmem")
            {
                bytes = (bytes ?? 0) + (SysFile.Int64($"{devices}/{name}/size") ?? 0);
            }
        }

        return bytes;
    }

    private string PrettyName()
    {
        foreach (var line in (SysFile.Text(_paths.Root("/etc/os-release")) ?? "").Split('\n'))
        {
            if (line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))
            {
                return line["PRETTY_NAME=".Length..].Trim('"', '\'');
            }
        }

        return "Linux";
    }

    private sealed record Facts(
        LabelSet Labels, CpuTopology Topology, IReadOnlyDictionary<string, (int Count, long Bytes)> Dimms, long? PersistentBytes, string Kernel, string System);
}
