using System.Globalization;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Checks;
using Exporters.Systemd.Bus;

namespace Exporters.Systemd;

/// <summary>What the module needs outside of the process.</summary>
public static class SystemdChecks
{
    /// <summary>The check of the system's manager; none where units are not wanted.</summary>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="settings">What has a flag.</param>
    /// <param name="paths">Where the host's file systems are.</param>
    public static IReadOnlyList<OutsideCheck> Of(SystemdConfig config, SettingValues settings, HostPaths paths)
    {
        var options = SystemdOptions.From(config, settings);
        if (config.Enabled == false || !options.WatchSystem)
        {
            return [];
        }

        var targets = BusTargets.OfSystem(
            config.Address, options.PrivateOnly, Environment.IsPrivilegedProcess, paths, Environment.GetEnvironmentVariable);
        return
        [
            new OutsideCheck(
                $"systemd {string.Join(", ", targets.Select(target => target.Address))}",
                cancellation => AskAsync(new BusConnector(targets, SystemdWatch.Deadline, TimeProvider.System), config.Enabled == true, cancellation)),
        ];
    }

    internal static async Task<CheckAnswer> AskAsync(IBusConnector connector, bool isRequired, CancellationToken cancellation)
    {
        try
        {
            using var bus = await connector.ConnectAsync(cancellation);
            var manager = await bus.ManagerAsync(cancellation);
            var units = await bus.ListUnitsAsync(cancellation);
            return CheckAnswer.Good(string.Create(CultureInfo.InvariantCulture, $"version {manager.Version}, {manager.SystemState}, {units.Count} units"));
        }
        catch (BusException e) when (e.Reason == UnavailableReason.Absent && !isRequired)
        {
            return CheckAnswer.Note($"{e.Message}: no units are shown");
        }
        catch (Exception e) when (e is BusException or BusErrorException or BusFormatException)
        {
            return CheckAnswer.Bad(e.Message);
        }
    }
}
