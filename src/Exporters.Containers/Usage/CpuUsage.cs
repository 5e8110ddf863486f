using System.Globalization;
using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>CPU time, throttling and CPU limits of a group.</summary>
internal static class CpuUsage
{
    private const double NanosPerSecond = 1e9;
    private const string AllCpus = "total";

    private static readonly Family Usage = Family.Counter(
        "container_cpu_usage_seconds_total", "CPU time used, in seconds; by CPU where the kernel tells, else cpu=\"total\".", "cpu");

    private static readonly Family User = Family.Counter("container_cpu_user_seconds_total", "CPU time used in user mode, in seconds.");
    private static readonly Family System = Family.Counter("container_cpu_system_seconds_total", "CPU time used in the kernel, in seconds.");
    private static readonly Family Periods = Family.Counter("container_cpu_cfs_periods_total", "Quota periods in which a CPU was wanted.");

    private static readonly Family ThrottledPeriods = Family.Counter(
        "container_cpu_cfs_throttled_periods_total", "Quota periods in which the quota was used up.");

    private static readonly Family ThrottledSeconds = Family.Counter(
        "container_cpu_cfs_throttled_seconds_total", "Time kept off the CPU by the quota, in seconds.");

    private static readonly Family Bursts = Family.Counter(
        "container_cpu_cfs_burst_periods_total", "Quota periods in which more than the quota was used out of savings.");

    private static readonly Family BurstSeconds = Family.Counter("container_cpu_cfs_burst_seconds_total", "CPU time used above the quota, in seconds.");
    private static readonly Family SpecPeriod = Family.Gauge("container_spec_cpu_period", "Length of a quota period, in microseconds.");
    private static readonly Family SpecQuota = Family.Gauge("container_spec_cpu_quota", "CPU time per quota period, in microseconds; absent without a quota.");
    private static readonly Family SpecShares = Family.Gauge("container_spec_cpu_shares", "Share of the CPU among neighbours; 1024 is usual.");

    private static readonly string[] CpuNames = [.. Enumerable.Range(0, 1024).Select(cpu => "cpu" + cpu.ToString("D2", CultureInfo.InvariantCulture))];

    public static IReadOnlyList<Family> Families { get; } =
        [Usage, User, System, Periods, ThrottledPeriods, ThrottledSeconds, Bursts, BurstSeconds, SpecPeriod, SpecQuota, SpecShares];

    /// <summary>Writes what the files say; false when the group is not there.</summary>
    public static bool Write(FamilyWriter writer, CgroupFiles files, LabelSet labels, ContainerGroups groups)
    {
        var withQuota = groups.HasFlag(ContainerGroups.Spec) ? WriteLimits(writer, files, labels) : HasQuota(writer, files);
        var found = files.IsUnified || WriteCpuacct(writer, files, labels, groups);
        if (files.CpuStat is null || ProcFile.TryRead(files.CpuStat, out var file) != Errno.None)
        {
            return found && !files.IsUnified;
        }

        using (file)
        {
            var stat = CpuStat.Parse(file.Bytes, files.CpuStat, writer.Unreadable);
            if (!groups.HasFlag(ContainerGroups.Cpu))
            {
                return true;
            }

            if (stat.UsageSeconds is > 0)
            {
                writer.Write(Usage, stat.UsageSeconds.Value, labels, AllCpus);
            }

            writer.WriteIfKnown(User, stat.UserSeconds, labels);
            writer.WriteIfKnown(System, stat.SystemSeconds, labels);
            writer.WriteIfKnown(Bursts, stat.Bursts, labels);
            writer.WriteIfKnown(BurstSeconds, stat.BurstSeconds, labels);
            if (withQuota)
            {
                writer.WriteIfKnown(Periods, stat.Periods, labels);
                writer.WriteIfKnown(ThrottledPeriods, stat.ThrottledPeriods, labels);
                writer.WriteIfKnown(ThrottledSeconds, stat.ThrottledSeconds, labels);
            }
        }

        return true;
    }

    private static bool WriteCpuacct(FamilyWriter writer, CgroupFiles files, LabelSet labels, ContainerGroups groups)
    {
        if (files.CpuacctStat is null || ProcFile.TryRead(files.CpuacctStat, out var file) != Errno.None)
        {
            return false;
        }

        using (file)
        {
            var stat = CpuacctStat.Parse(file.Bytes, files.CpuacctStat, writer.Unreadable);
            if (groups.HasFlag(ContainerGroups.Cpu))
            {
                writer.WriteIfKnown(User, stat.UserSeconds, labels);
                writer.WriteIfKnown(System, stat.SystemSeconds, labels);
                if (!groups.HasFlag(ContainerGroups.PerCpu) || !WritePerCpu(writer, files.CpuUsagePerCpu!, labels))
                {
                    if (CgroupValue.Read(files.CpuUsage, writer.Unreadable) is { } nanoseconds and > 0)
                    {
                        writer.Write(Usage, nanoseconds / NanosPerSecond, labels, AllCpus);
                    }
                }
            }
        }

        return true;
    }

    private static bool WritePerCpu(FamilyWriter writer, string path, LabelSet labels)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return false;
        }

        using (file)
        {
            new Utf8Cursor(file.Bytes, path, writer.Unreadable).NextLine(out var line);
            for (var cpu = 0; cpu < CpuNames.Length && line.TryField(out var field); cpu++)
            {
                if (line.ParseUInt64(field) is { } nanoseconds and > 0)
                {
                    writer.Write(Usage, nanoseconds / NanosPerSecond, labels, CpuNames[cpu]);
                }
            }
        }

        return true;
    }

    /// <summary>Whether the group has a quota.</summary>
    private static bool WriteLimits(FamilyWriter writer, CgroupFiles files, LabelSet labels)
    {
        if (!files.IsUnified)
        {
            writer.WriteIfKnown(SpecPeriod, CgroupValue.Read(files.CpuPeriod, writer.Unreadable), labels);
            writer.WriteIfKnown(SpecShares, CgroupValue.Read(files.CpuShares, writer.Unreadable), labels);
            if (CgroupValue.Read(files.CpuQuota, writer.Unreadable) is not { } quota || quota == CgroupValue.Unlimited)
            {
                return false;
            }

            writer.Write(SpecQuota, quota, labels);
            return true;
        }

        if (CgroupValue.Read(files.CpuWeight, writer.Unreadable) is { } weight)
        {
            writer.Write(SpecShares, Shares(weight), labels);
        }

        if (ReadCpuMax(files, writer.Unreadable) is not { } max)
        {
            return false;
        }

        writer.Write(SpecPeriod, max.PeriodMicroseconds, labels);
        writer.WriteIfKnown(SpecQuota, max.QuotaMicroseconds, labels);
        return max.QuotaMicroseconds is not null;
    }

    private static bool HasQuota(FamilyWriter writer, CgroupFiles files) => files.IsUnified
        ? ReadCpuMax(files, writer.Unreadable)?.QuotaMicroseconds is not null
        : CgroupValue.Read(files.CpuQuota, writer.Unreadable) is { } quota && quota != CgroupValue.Unlimited;

    private static CpuMax? ReadCpuMax(CgroupFiles files, Action<ProcFormatException> unreadable)
    {
        if (files.CpuMax is null || ProcFile.TryRead(files.CpuMax, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            return CpuMax.Parse(file.Bytes, files.CpuMax, unreadable);
        }
    }

    /// <summary>v2's weight (1 to 10,000) on the scale of v1's shares (2 to 262,144), as the peers convert it.</summary>
    private static ulong Shares(ulong weight) => weight == 0 ? 0 : 2 + ((weight - 1) * 262_142 / 9_999);
}
