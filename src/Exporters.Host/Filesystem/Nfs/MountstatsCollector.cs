using System.Globalization;
using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Nfs;

/// <summary>
/// What each NFS mount does, from <c>/proc/self/mountstats</c>; of another machine's procfs, that of its process 1. Several mounts of one
/// export share their numbers, which are shown once; where each is, <c>node_mountstats_nfs_mountpoint_info</c> says.
/// </summary>
internal sealed class MountstatsCollector(HostPaths paths) : ICollector
{
    private static readonly string[] Transports = [.. Enumerable.Range(0, 64).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private readonly string _statsPath = Find(paths, "mountstats");
    private readonly string _infoPath = Find(paths, "mountinfo");
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    public string Name => "mountstats";

    public IReadOnlyList<Family> Families => MountstatsFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        using var stats = HostFile.Read(_statsPath);
        using var info = HostFile.Read(_infoPath);
        _shown.Clear();
        var mounts = new MountinfoReader(info.Bytes, _infoPath, writer.Unreadable);
        for (var reader = new MountstatsReader(stats.Bytes, _statsPath, writer.Unreadable); reader.Next();)
        {
            // Both files are in one order.
            var address = "";
            while (mounts.Next())
            {
                if (mounts.Type.StartsWith("nfs"u8) && mounts.MountPoint.SequenceEqual(reader.Mountpoint))
                {
                    address = Option(mounts.SuperOptions, "addr="u8);
                    break;
                }
            }

            Write(writer, reader, address);
        }
    }

    private void Write(FamilyWriter writer, MountstatsReader mount, string address)
    {
        var export = Encoding.UTF8.GetString(mount.Export);
        var mountpoint = Encoding.UTF8.GetString(MountinfoReader.Unescape(mount.Mountpoint));
        for (var lines = mount.Lines; MountstatsReader.NextTransport(ref lines, out var protocol, out _);)
        {
            if (_shown.Add($"{export}\n{protocol}\n{address}\n{mountpoint}"))
            {
                writer.WriteInfo(MountstatsFamilies.Mountpoint, export, protocol, address, mountpoint);
            }

            if (!_shown.Add($"{export}\n{protocol}\n{address}"))
            {
                return;
            }

            WriteMount(writer, mount, new LabelSet(["export", "protocol", "mountaddr"], [export, protocol, address]));
        }
    }

    private static void WriteMount(FamilyWriter writer, MountstatsReader mount, LabelSet labels)
    {
        var transports = 0;
        for (var lines = mount.Lines; MountstatsReader.NextTransport(ref lines, out var protocol, out var line);)
        {
            WriteTransport(writer, line, protocol, labels, Transports[Math.Min(transports++, Transports.Length - 1)]);
        }

        var inOperations = false;
        for (var lines = mount.Lines; lines.NextLine(out var line);)
        {
            var key = line.Field();
            if (inOperations)
            {
                WriteOperation(writer, line, labels, Encoding.UTF8.GetString(key.TrimEnd((byte)':')));
            }
            else if (key.SequenceEqual("per-op"u8))
            {
                inOperations = true;
            }
            else
            {
                foreach (var family in MountstatsFamilies.Mount.Columns(key))
                {
                    if (line.TryField(out var field) && family is not null)
                    {
                        writer.WriteIfKnown(family, line.ParseUInt64(field), labels);
                    }
                }
            }
        }
    }

    private static void WriteTransport(FamilyWriter writer, Utf8Cursor line, string protocol, LabelSet labels, string number)
    {
        var families = MountstatsFamilies.Transport.Columns("xprt:"u8);
        for (var i = 0; i < families.Length; i++)
        {
            var missing = protocol == "udp" && i is >= 2 and <= 4;
            if (!missing && line.AtEnd)
            {
                return;
            }

            var value = missing ? 0 : line.UInt64();
            if (families[i] is { } family)
            {
                writer.WriteIfKnown(family, Exact(value), labels, null, null, null, number);
            }
        }
    }

    private static void WriteOperation(FamilyWriter writer, Utf8Cursor line, LabelSet labels, string operation)
    {
        const int FirstDuration = 5;
        var families = MountstatsFamilies.Operation.Columns("op"u8);
        for (var i = 0; i < families.Length && line.TryField(out var field); i++)
        {
            var value = line.ParseUInt64(field);
            writer.WriteIfKnown(families[i]!, i < FirstDuration ? value : Exact(value) / 1000, labels, null, null, null, operation);
        }
    }

    /// <summary>The kernel lets sums of durations run below zero and over; like node_exporter, what a double cannot hold exactly is cut off above.</summary>
    private static double? Exact(ulong? value) => value & ((1UL << 53) - 1);

    private static string Option(ReadOnlySpan<byte> options, ReadOnlySpan<byte> key)
    {
        foreach (var range in options.Split((byte)','))
        {
            if (options[range].StartsWith(key))
            {
                return Encoding.UTF8.GetString(options[range][key.Length..]);
            }
        }

        return "";
    }

    private static string Find(HostPaths paths, string file)
    {
        var ofInit = paths.Proc($"1/{file}");
        return paths.ProcRoot.TrimEnd('/') != "/proc" && File.Exists(paths.Proc("1/mountstats")) ? ofInit : paths.Proc($"self/{file}");
    }
}
