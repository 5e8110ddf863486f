using Exporters.Linux;

namespace Exporters.Host.Cpu;

/// <summary>
/// Lists of CPUs as sysfs writes them (kernel Documentation/admin-guide/cputopology.rst): numbers and ranges.
/// <code>0,2-5,9</code>
/// </summary>
internal static class CpuList
{
    private const ulong MostCpus = 65_536;

    /// <summary>The numbers of the list; none when it is empty.</summary>
    /// <exception cref="ProcFormatException">It is no such list.</exception>
    public static List<uint> Parse(ReadOnlySpan<byte> text, string source)
    {
        var cpus = new List<uint>();
        for (var list = new Utf8Cursor(text, source); !list.AtEnd;)
        {
            var part = list.Until((byte)',');
            if (part.IsEmpty)
            {
                continue;
            }

            var dash = part.IndexOf((byte)'-');
            var first = list.ParseUInt64(dash < 0 ? part : part[..dash]);
            var last = dash < 0 ? first : list.ParseUInt64(part[(dash + 1)..]);
            if (last >= MostCpus)
            {
                throw list.Unexpected(part, $"numbers of CPUs below {MostCpus}");
            }

            for (var cpu = first; cpu <= last; cpu++)
            {
                cpus.Add((uint)cpu);
            }
        }

        return cpus;
    }
}
