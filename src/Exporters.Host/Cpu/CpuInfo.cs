using Exporters.Configuration.Patterns;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>
/// <c>/proc/cpuinfo</c>, proc_cpuinfo(5), for <c>--collector.cpu.info</c>. What CPUs are is read once and again when their number
/// changes; only their clocks are read at each scrape.
/// </summary>
internal sealed class CpuInfo(string path, bool clocks, Pattern? flags, Pattern? bugs)
{
    private const double HertzPerMegahertz = 1e6;
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info(
        "node_cpu_info",
        "What the CPU is, from /proc/cpuinfo.",
        "package",
        "core",
        "cpu",
        "vendor",
        "family",
        "model",
        "model_name",
        "microcode",
        "stepping",
        "cachesize");

    private static readonly Family Flag = All.Info("node_cpu_flag_info", "Flags of the first CPU, from /proc/cpuinfo.", "flag");
    private static readonly Family Bug = All.Info("node_cpu_bug_info", "Bugs of the first CPU, from /proc/cpuinfo.", "bug");

    private readonly List<(LabelSet Info, LabelSet Place)> _cpus = [];
    private readonly List<LabelSet> _flags = [];
    private readonly List<LabelSet> _bugs = [];

    public static IReadOnlyList<Family> Families { get; } = [.. All, CpuFrequency.Hertz];

    public void Write(FamilyWriter writer)
    {
        using var file = HostFile.Read(path);
        if (CountCpus(file.Bytes) != _cpus.Count)
        {
            Describe(file.Bytes);
        }

        foreach (var (info, _) in _cpus)
        {
            writer.Write(Info, 1, info);
        }

        if (clocks)
        {
            WriteClocks(writer, file.Bytes);
        }

        foreach (var flag in _flags)
        {
            writer.Write(Flag, 1, flag);
        }

        foreach (var bug in _bugs)
        {
            writer.Write(Bug, 1, bug);
        }
    }

    private static bool IsProcessor(Utf8Cursor line) =>
        line.TrySkip("processor"u8) && line.Until((byte)':') is var blanks && blanks.TrimEnd(" \t"u8).IsEmpty
        && line.Field() is [>= (byte)'0' and <= (byte)'9', ..];

    private int CountCpus(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var file = new Utf8Cursor(text, path); file.NextLine(out var line);)
        {
            count += IsProcessor(line) ? 1 : 0;
        }

        return count;
    }

    private void WriteClocks(FamilyWriter writer, ReadOnlySpan<byte> text)
    {
        var cpu = -1;
        for (var file = new Utf8Cursor(text, path, writer.Unreadable); file.NextLine(out var line);)
        {
            if (IsProcessor(line))
            {
                cpu++;
            }
            else if (cpu >= 0 && line.TrySkip("cpu MHz"u8))
            {
                line.Until((byte)':');
                writer.WriteIfKnown(CpuFrequency.Hertz, line.Double() * HertzPerMegahertz, _cpus[cpu].Place);
            }
        }
    }

    private void Describe(ReadOnlySpan<byte> text)
    {
        _cpus.Clear();
        _flags.Clear();
        _bugs.Clear();
        var all = CpuDescription.Parse(text, path);
        foreach (var cpu in all)
        {
            var info = new LabelSet(
                ["package", "core", "cpu", "vendor", "family", "model", "model_name", "microcode", "stepping", "cachesize"],
                [
                    cpu.Package, cpu.Core, cpu.Processor, cpu.Vendor, cpu.Family, cpu.Model, cpu.ModelName, cpu.Microcode,
                    cpu.Stepping, cpu.CacheSize,
                ]);
            _cpus.Add((info, new LabelSet(["package", "core", "cpu"], [cpu.Package, cpu.Core, cpu.Processor])));
        }

        if (all is [var first, ..])
        {
            _flags.AddRange(first.Flags.Where(flag => flags?.IsMatch(flag) ?? false).Select(flag => LabelSet.Of("flag", flag)));
            _bugs.AddRange(first.Bugs.Where(bug => bugs?.IsMatch(bug) ?? false).Select(bug => LabelSet.Of("bug", bug)));
        }
    }
}
