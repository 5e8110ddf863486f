using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Os;

/// <summary>
/// Whether SELinux guards the machine, from <c>/sys/fs/selinux</c> and <c>/etc/selinux/config</c>; see selinux(8). Modes are 1
/// enforcing, 0 permissive, -1 disabled.
/// </summary>
internal sealed class SelinuxCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Enabled = All.Gauge("node_selinux_enabled", "1 if SELinux is on, 0 if not.");
    private static readonly Family ConfigMode = All.Gauge(
        "node_selinux_config_mode", "Mode that /etc/selinux/config asks for: 1 enforcing, 0 permissive, -1 disabled.");

    private static readonly Family CurrentMode = All.Gauge("node_selinux_current_mode", "Mode in force: 1 enforcing, 0 permissive.");

    private readonly string _enforce = paths.Sys("fs/selinux/enforce");
    private readonly string _label = paths.Proc("self/attr/current");
    private readonly string _config = paths.Root("/etc/selinux/config");

    public string Name => "selinux";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        Span<byte> buffer = stackalloc byte[256];
        var enforce = SysFile.UInt64(_enforce, writer.Unreadable);

        // Before a policy is loaded every process bears the label "kernel".
        if (enforce is null || SysFile.Read(_label, buffer, out _).SequenceEqual("kernel"u8))
        {
            writer.Write(Enabled, 0);
            return;
        }

        writer.Write(Enabled, 1);
        writer.Write(ConfigMode, ReadConfig());
        writer.Write(CurrentMode, enforce.Value);
    }

    private int ReadConfig()
    {
        if (ProcFile.TryRead(_config, out var file) != Errno.None)
        {
            return -1;
        }

        using (file)
        {
            var mode = -1;
            for (var lines = new Utf8Cursor(file.Bytes, _config); lines.NextLine(out var line);)
            {
                if (line.TrySkip("SELINUX="u8))
                {
                    var value = line.Field();
                    mode = value.SequenceEqual("enforcing"u8) ? 1 : value.SequenceEqual("permissive"u8) ? 0 : -1;
                }
            }

            return mode;
        }
    }
}
