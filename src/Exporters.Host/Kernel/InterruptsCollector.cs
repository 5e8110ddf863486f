using Exporters.Linux;
using Exporters.Configuration.Settings;
using Exporters.Host.Cpu;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>Interrupts by line and CPU, from <c>/proc/interrupts</c>; see proc_interrupts(5). Off by default: it is many series.</summary>
internal sealed class InterruptsCollector : ICollector
{
    /// <summary>Which interrupts are shown.</summary>
    public static readonly Setting NameInclude = Setting.Regex(
        "collector.interrupts.name-include", "", "Regular expression of the interrupts to show, matched with \"type;info;devices\".");

    /// <summary>Which interrupts are not shown.</summary>
    public static readonly Setting NameExclude = Setting.Regex(
        "collector.interrupts.name-exclude", "", "Regular expression of the interrupts not to show, matched with \"type;info;devices\".");

    /// <summary>Whether counts of 0 are shown.</summary>
    public static readonly Setting IncludeZeros = Setting.Switch(
        "collector.interrupts.include-zeros", true, "Show interrupts that never came.");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Setting> Settings = [NameInclude, NameExclude, IncludeZeros];
    private static readonly FamilyList All = new();
    private static readonly Family Interrupts = All.Counter(
        "node_interrupts_total", "Interrupts since boot.", "cpu", "type", "info", "devices");

    private readonly KernelFile _file;
    private readonly NameFilter _filter;
    private readonly bool _zeros;
    private readonly List<uint> _cpus = [];
    private readonly CpuNames _names = new();
    private readonly List<InterruptSource> _sources = [];

    public InterruptsCollector(HostContext context)
    {
        _file = new KernelFile(context.Paths.Proc("interrupts"));
        _filter = NameFilter.Read(context.Settings, NameInclude, NameExclude);
        _zeros = context.Settings.Switch(IncludeZeros);
    }

    public string Name => "interrupts";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        var table = new InterruptTable(file.Bytes, _file.Path, _cpus, writer.Unreadable);
        for (var place = 0; table.Next(_cpus.Count); place++)
        {
            if (Source(place, table.Name, table.Description).Labels is not { } labels)
            {
                continue;
            }

            foreach (var cpu in _cpus)
            {
                if (table.Count() is { } count && (_zeros || count > 0))
                {
                    writer.Write(Interrupts, count, labels, _names[cpu]);
                }
            }
        }
    }

    /// <summary>The lines keep their order, so the one at the same place is nearly always the same.</summary>
    private InterruptSource Source(int place, ReadOnlySpan<byte> name, ReadOnlySpan<byte> description)
    {
        if (place < _sources.Count)
        {
            if (_sources[place].Is(name, description))
            {
                return _sources[place];
            }

            _sources.RemoveRange(place, _sources.Count - place);
        }

        _sources.Add(new InterruptSource(name, description, _filter));
        return _sources[^1];
    }
}
