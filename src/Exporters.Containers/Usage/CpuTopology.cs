using System.Globalization;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>
/// How many CPUs, cores and sockets are on line, from <c>/sys/devices/system/cpu/cpuN/topology</c>; kernel
/// <c>Documentation/admin-guide/cputopology.rst</c>.
/// </summary>
/// <param name="Cpus">Logical CPUs.</param>
/// <param name="Cores">Pairs of package and core.</param>
/// <param name="Sockets">Packages.</param>
/// <param name="Books">Books (s390x).</param>
/// <param name="Drawers">Drawers (s390x).</param>
internal sealed record CpuTopology(int Cpus, int Cores, int Sockets, int Books, int Drawers)
{
    /// <summary>Reads it; of a machine that does not tell, the CPUs alone are known, from <c>/proc/stat</c>.</summary>
    public static CpuTopology Read(HostPaths paths)
    {
        HashSet<(long, long)> cores = [];
        HashSet<long> sockets = [], books = [], drawers = [];
        var cpus = 0;
        var root = paths.Sys("devices/system/cpu");
        foreach (var name in SysFile.Names(root))
        {
            if (!name.StartsWith("cpu", StringComparison.Ordinal) || !int.TryParse(name.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                continue;
            }

            // A CPU that was taken off line has no topology.
            var topology = $"{root}/{name}/topology";
            if (SysFile.Int64($"{topology}/core_id") is not { } core)
            {
                continue;
            }

            cpus++;
            var socket = SysFile.Int64($"{topology}/physical_package_id") ?? 0;
            cores.Add((socket, core));
            sockets.Add(socket);
            Add(books, $"{topology}/book_id");
            Add(drawers, $"{topology}/drawer_id");
        }

        return cpus > 0 ? new CpuTopology(cpus, cores.Count, sockets.Count, books.Count, drawers.Count) : new CpuTopology(CountInStat(paths), 0, 0, 0, 0);
    }

    private static void Add(HashSet<long> ids, string path)
    {
        if (SysFile.Int64(path) is >= 0 and var id)
        {
            ids.Add(id);
        }
    }

    private static int CountInStat(HostPaths paths)
    {
        var path = paths.Proc("stat");
        using var file = ProcFile.Read(path);
        var cpus = 0;
        for (var lines = new Utf8Cursor(file.Bytes, path); lines.NextLine(out var line);)
        {
            cpus += line.Rest.StartsWith("cpu"u8) && !line.Rest.StartsWith("cpu "u8) ? 1 : 0;
        }

        return cpus;
    }
}
