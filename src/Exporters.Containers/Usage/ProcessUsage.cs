using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>Processes and threads of a group.</summary>
internal static class ProcessUsage
{
    private static readonly Family Processes = Family.Gauge("container_processes", "Processes in the group.");
    private static readonly Family Threads = Family.Gauge("container_threads", "Tasks in the group.");
    private static readonly Family ThreadsMax = Family.Gauge("container_threads_max", "Most tasks that the group may have; 0 for no limit.");

    public static IReadOnlyList<Family> Families { get; } = [Processes, Threads, ThreadsMax];

    public static void Write(FamilyWriter writer, CgroupFiles files, LabelSet labels)
    {
        if (ProcFile.TryRead(files.Processes, out var file) == Errno.None)
        {
            using (file)
            {
                writer.Write(Processes, file.Bytes.Count((byte)'\n'), labels);
            }
        }

        writer.WriteIfKnown(Threads, CgroupValue.Read(files.PidsCurrent, writer.Unreadable), labels);
        if (CgroupValue.Read(files.PidsMax, writer.Unreadable) is { } most)
        {
            writer.Write(ThreadsMax, most == CgroupValue.Unlimited ? 0 : most, labels);
        }
    }
}
