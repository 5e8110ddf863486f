using Exporters.Linux;
using Exporters.Metrics.Modules;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Units;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Systemd;

/// <summary>
/// Watches the system's manager and every user's that can be reached, each in a loop of its own, so that one that hangs holds up
/// no other. Users come and go: their runtime directories are looked through every interval.
/// </summary>
internal sealed class SystemdWatch : BackgroundService, IModule
{
    /// <summary>How long connecting, and each call, may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly SystemdConfig _config;
    private readonly SystemdOptions _options;
    private readonly HostPaths _paths;
    private readonly UserManagers _userManagers;
    private readonly RoundInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    // Owned by the loop; others read the arrays that it publishes.
    private readonly Dictionary<string, (ManagerWatcher Watcher, CancellationTokenSource Stop, Task Loop)> _users = new(StringComparer.Ordinal);
    private volatile ManagerWatcher[] _userWatchers = [];
    private volatile bool _usersFound;

    public SystemdWatch(
        SystemdConfig config, SystemdOptions options, HostPaths paths, RoundInstruments instruments, TimeProvider time, ILoggerFactory logs,
        Func<string, string?> environment)
    {
        _config = config;
        _options = options;
        _paths = paths;
        _userManagers = new UserManagers(paths);
        _instruments = instruments;
        _time = time;
        _log = logs.CreateLogger("systemd");
        if (options.WatchSystem)
        {
            var targets = BusTargets.OfSystem(config.Address, options.PrivateOnly, Environment.IsPrivilegedProcess, paths, environment);
            System = Watcher(ManagerName.System, targets);
        }

        if (options.Resolved)
        {
            Resolved = new ResolvedWatcher(BusTargets.SystemBusAddress(config.Address, paths, environment), Deadline, time, _log);
        }
    }

    public string Name => "systemd";

    /// <summary>The system's manager; null when it is not wanted.</summary>
    public ManagerWatcher? System { get; }

    /// <summary>The managers of users, as they are now.</summary>
    public IReadOnlyList<ManagerWatcher> Users => _userWatchers;

    /// <summary>The counters of systemd-resolved; null when they are not wanted.</summary>
    public ResolvedWatcher? Resolved { get; }

    /// <summary>How old a snapshot may be before it is no longer shown: a few rounds that failed.</summary>
    public TimeSpan LongestAge => (4 * _config.Interval) + (2 * Deadline);

    public ModuleReport Report()
    {
        var system = System?.Status;
        if ((system is { Rounds: 0 }) || (_options.WatchUsers && (!_usersFound || _userWatchers.Any(user => user.Status.Rounds == 0))))
        {
            return new ModuleReport(ModuleState.Starting, "");
        }

        var answering = new List<string>();
        var failing = new List<string>();
        foreach (var watcher in _userWatchers.Prepend(System).OfType<ManagerWatcher>())
        {
            if (watcher.Status.Reason is null)
            {
                answering.Add($"{watcher.Manager}: {watcher.Snapshot?.Units.Count ?? 0} units");
            }
            else if (!watcher.Status.IsAbsent || _config.Enabled == true)
            {
                failing.Add($"{watcher.Manager}: {watcher.Status.Message}");
            }
        }

        return failing.Count > 0
            ? new ModuleReport(ModuleState.Degraded, string.Join("; ", failing.Concat(answering)))
            : answering.Count > 0
                ? new ModuleReport(ModuleState.Running, string.Join("; ", answering))
                : new ModuleReport(ModuleState.Off, $"no manager of systemd answers here{(system is null ? "" : $" ({system.Message})")}");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var system = System?.RunAsync(_config.Interval, stoppingToken) ?? Task.CompletedTask;
        var resolved = Resolved?.RunAsync(_config.Interval, stoppingToken) ?? Task.CompletedTask;
        try
        {
            while (_options.WatchUsers)
            {
                FollowUsers(stoppingToken);
                await Task.Delay(_config.Interval, _time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }

        await Task.WhenAll(_users.Values.Select(user => user.Loop).Append(system).Append(resolved));
        foreach (var user in _users.Values)
        {
            user.Stop.Dispose();
        }
    }

    private void FollowUsers(CancellationToken stoppingToken)
    {
        var found = _userManagers.Find();
        foreach (var (uid, user) in _users)
        {
            if (!found.ContainsKey(uid) || user.Loop.IsCompleted)
            {
                user.Stop.Cancel();
                user.Stop.Dispose();
                _users.Remove(uid);
            }
        }

        foreach (var (uid, directory) in found)
        {
            if (!_users.ContainsKey(uid))
            {
                var watcher = Watcher(new ManagerName(_userManagers.NameOf(uid)), BusTargets.OfUser(directory));
                var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                _users.Add(uid, (watcher, stop, watcher.RunAsync(_config.Interval, stop.Token)));
            }
        }

        _userWatchers = [.. _users.OrderBy(user => user.Key, StringComparer.Ordinal).Select(user => user.Value.Watcher)];
        _usersFound = true;
    }

    private ManagerWatcher Watcher(ManagerName manager, IReadOnlyList<BusTarget> targets) => new(
        manager, new BusConnector(targets, Deadline, _time), new ProcOrigin(_paths), _options.Filter, _config.Groups, _options.IpAccounting, _instruments, _time, _log);
}
