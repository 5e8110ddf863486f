using Exporters.Linux;

namespace Exporters.Host.Cpu;

/// <summary>
/// Lists of CPUs as sysfs writes them (kernel Documentation/admin-guide/cputopology.rst): numbers and ranges.
/// <code>0,2-5,9</code>
/// </summary>
internal static class CpuList
{
    private const ulong MostCpus = 65_536;

    /// <summary>The numbers of the list; none when it is empty. A part that is no number or range is left out and reported.</summary>
    public static List<uint> Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        var cpus = new List<uint>();
        for (var list = new Utf8Cursor(text, source, unreadable); !list.AtEnd;)
        {
            var part = list.Until((byte)',');
            if (!part.IsEmpty)
            {
                Add(list, part, cpus);
            }
        }

        return cpus;
    }

    private static void Add(in Utf8Cursor list, ReadOnlySpan<byte> part, List<uint> cpus)
    {
        var dash = part.IndexOf((byte)'-');
        if (list.ParseUInt64(dash < 0 ? part : part[..dash]) is not { } first
            || (dash < 0 ? first : list.ParseUInt64(part[(dash + 1)..])) is not { } last)
        {
            return;
        }

        if (last >= MostCpus)
        {
            list.Report(part, $"numbers of CPUs below {MostCpus}");
            return;
        }

        for (var cpu = first; cpu <= last; cpu++)
        {
            cpus.Add((uint)cpu);
        }
    }
}
