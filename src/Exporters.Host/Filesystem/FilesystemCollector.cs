using System.Runtime.InteropServices;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Microsoft.Extensions.Logging;

namespace Exporters.Host.Filesystem;

/// <summary>
/// How full the mounted file systems are, from mountinfo and statfs(2). A mount that does not answer is reported with
/// <c>node_filesystem_device_error</c> and does not hold up a scrape again until it answers. Where a mount answered before, a
/// scrape gives it <see cref="ShortPatience"/>; up to <c>mount-timeout</c> its last answer then stands in for the one that is
/// due. A mount that never answered yet gets the whole <c>mount-timeout</c>, once.
/// </summary>
internal sealed partial class FilesystemCollector : ICollector, IDisposable
{
    private const string TimeoutError = "mountpoint timeout";

    /// <summary>ESTALE: the server has forgotten the mount.</summary>
    private const Errno Stale = (Errno)116;

    /// <summary>How long a scrape waits for a mount whose last answer could stand in.</summary>
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>How old an answer may be to stand in.</summary>
    private static readonly TimeSpan StandInAge = TimeSpan.FromMinutes(2);

    private static readonly string[] LabelNames = ["device", "mountpoint", "fstype", "device_error"];
    private static readonly FamilyList All = new();
    private static readonly Family Size = All.Gauge("node_filesystem_size_bytes", "Size of the file system, in bytes.", LabelNames);
    private static readonly Family Free = All.Gauge(
        "node_filesystem_free_bytes", "Free space of the file system, what is reserved for root included, in bytes.", LabelNames);

    private static readonly Family Avail = All.Gauge(
        "node_filesystem_avail_bytes", "Space of the file system that others than root can use, in bytes.", LabelNames);

    private static readonly Family Files = All.Gauge("node_filesystem_files", "Inodes of the file system, 0 if it does not count them.", LabelNames);
    private static readonly Family FilesFree = All.Gauge("node_filesystem_files_free", "Free inodes of the file system.", LabelNames);
    private static readonly Family ReadOnly = All.Gauge("node_filesystem_readonly", "1 if the mount or its file system is read-only.", LabelNames);
    private static readonly Family DeviceError = All.Gauge(
        "node_filesystem_device_error", "1 if the file system did not say how full it is; the label device_error tells why.", LabelNames);

    private static readonly Family MountInfo = All.Info(
        "node_filesystem_mount_info", "Device numbers of the mount.", "device", "major", "minor", "mountpoint");

    private static readonly Setting MountPointsInclude = Setting.Regex(
        "collector.filesystem.mount-points-include", "", "Mount points to show; excludes --collector.filesystem.mount-points-exclude.");

    private static readonly Setting MountPointsExclude = Setting.Regex(
        "collector.filesystem.mount-points-exclude",
        "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)",
        "Mount points not to show; excludes --collector.filesystem.mount-points-include.");

    private static readonly Setting FormerMountPointsExclude = Setting.Regex(
        "collector.filesystem.ignored-mount-points", "", "The former name of --collector.filesystem.mount-points-exclude.");

    private static readonly Setting TypesInclude = Setting.Regex(
        "collector.filesystem.fs-types-include", "", "Types of file systems to show; excludes --collector.filesystem.fs-types-exclude.");

    private static readonly Setting TypesExclude = Setting.Regex(
        "collector.filesystem.fs-types-exclude",
        "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore"
            + "|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$",
        "Types of file systems not to show; excludes --collector.filesystem.fs-types-include.");

    private static readonly Setting FormerTypesExclude = Setting.Regex(
        "collector.filesystem.ignored-fs-types", "", "The former name of --collector.filesystem.fs-types-exclude.");

    private static readonly Setting MountTimeout = Setting.Duration(
        "collector.filesystem.mount-timeout", "5s", "How long a mount may take to answer before it is reported as not answering.");

    private static readonly Setting StatWorkers = Setting.Number(
        "collector.filesystem.stat-workers", 4, "How many mounts may be asked at once.");

    private readonly MountTable _table;
    private readonly StatfsWorkers _local;
    private readonly StatfsWorkers _remote;
    private readonly TimeProvider _time;
    private readonly TimeSpan _mountTimeout;
    private readonly string? _missingRoot;
    private readonly ILogger _logger;
    private readonly Dictionary<Errno, string> _errors = [];

    public FilesystemCollector(HostContext context)
        : this(context, FilesystemSpace.TryRead, Containment.MissingRoot(context.Paths))
    {
    }

    /// <summary>For tests: with another statfs, in another surrounding.</summary>
    internal FilesystemCollector(HostContext context, StatfsCall statfs, string? missingRoot)
    {
        var settings = context.Settings;
        _table = new MountTable(
            context.Paths,
            NameFilter.Read(settings, MountPointsInclude, MountPointsExclude, FormerMountPointsExclude),
            NameFilter.Read(settings, TypesInclude, TypesExclude, FormerTypesExclude));
        var parallel = (int)Math.Clamp(settings.Number(StatWorkers), 1, 64);
        _local = new StatfsWorkers(statfs, context.Time, parallel);
        _remote = new StatfsWorkers(statfs, context.Time, parallel);
        _time = context.Time;
        _mountTimeout = settings.Duration(MountTimeout);
        _missingRoot = missingRoot;
        _logger = context.Logs.CreateLogger(typeof(FilesystemCollector).FullName!);
    }

    public static IReadOnlyList<Setting> Settings { get; } =
    [
        MountPointsInclude, MountPointsExclude, FormerMountPointsExclude, TypesInclude, TypesExclude, FormerTypesExclude, MountTimeout, StatWorkers,
    ];

    public string Name => "filesystem";

    public IReadOnlyList<Family> Families => All;

    /// <summary>Threads that ask mounts now, stuck ones included.</summary>
    internal int Threads => _local.Threads + _remote.Threads;

    public void Collect(FamilyWriter writer)
    {
        if (_missingRoot is not null)
        {
            throw new CollectorUnavailableException(UnavailableReason.Configuration, _missingRoot);
        }

        _table.Refresh(writer.Unreadable);
        foreach (var mount in _table.Mounts)
        {
            var workers = Workers(mount);
            workers.Ask(mount.Probe, CanStandIn(workers, mount.Probe) && ShortPatience < _mountTimeout ? ShortPatience : _mountTimeout);
        }

        _local.Wait();
        _remote.Wait();
        foreach (var mount in _table.Mounts)
        {
            Write(writer, mount);
        }
    }

    public void Dispose()
    {
        _local.Dispose();
        _remote.Dispose();
    }

    private StatfsWorkers Workers(Mount mount) => mount.IsRemote ? _remote : _local;

    private bool CanStandIn(StatfsWorkers workers, MountProbe probe)
    {
        lock (workers.Gate)
        {
            return probe.AnsweredAt is { } answered && _time.GetElapsedTime(answered) < StandInAge;
        }
    }

    private void Write(FamilyWriter writer, Mount mount)
    {
        var probe = mount.Probe;
        bool isSilent;
        Errno errno;
        FilesystemSpace space;
        lock (Workers(mount).Gate)
        {
            isSilent = probe.IsOutstanding && (probe.AnsweredAt is not { } answered || _time.GetElapsedTime(answered) >= StandInAge
                || _time.GetElapsedTime(probe.AskedAt) >= _mountTimeout);
            errno = probe.Errno;
            space = probe.Space;
        }

        if (isSilent != mount.IsSilent)
        {
            mount.IsSilent = isSilent;
            if (isSilent)
            {
                Log.MountFellSilent(_logger, mount.MountPoint, mount.Type, mount.Device);
            }
            else
            {
                Log.MountAnsweredAgain(_logger, mount.MountPoint, mount.Type, mount.Device);
            }
        }

        var failed = isSilent || errno != Errno.None;
        var labels = failed ? mount.ErrorLabels(isSilent ? TimeoutError : ErrorText(errno)) : mount.Labels;
        writer.Write(DeviceError, failed ? 1 : 0, labels);
        writer.Write(ReadOnly, mount.IsReadOnly ? 1 : 0, labels);
        if (!failed)
        {
            writer.Write(Size, space.SizeBytes, labels);
            writer.Write(Free, space.FreeBytes, labels);
            writer.Write(Avail, space.AvailableBytes, labels);
            writer.Write(Files, space.Files, labels);
            writer.Write(FilesFree, space.FilesFree, labels);
            writer.Write(MountInfo, 1, mount.InfoLabels);
        }
    }

    /// <summary>The system's words in lower case, as node_exporter's label has them.</summary>
    private string ErrorText(Errno errno)
    {
        if (!_errors.TryGetValue(errno, out var text))
        {
            text = errno == Stale ? "stale NFS file handle" : Marshal.GetPInvokeErrorMessage((int)errno).ToLowerInvariant();
            _errors.Add(errno, text);
        }

        return text;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "mount did not answer in time; it is reported with device_error and asked again once it has answered: mountpoint={MountPoint} fstype={Type} device={Device}")]
        public static partial void MountFellSilent(ILogger logger, string mountPoint, string type, string device);

        [LoggerMessage(Level = LogLevel.Information, Message = "mount answers again: mountpoint={MountPoint} fstype={Type} device={Device}")]
        public static partial void MountAnsweredAgain(ILogger logger, string mountPoint, string type, string device);
    }
}
