using Exporters.Containers;
using Exporters.Host;
using Exporters.Logs.Checks;
using Exporters.Metrics.Checks;
using Exporters.Probes;
using Exporters.Systemd;

namespace Exporters.Checks;

/// <summary>Everything outside of the process that a configuration names.</summary>
internal static class OutsideChecks
{
    private const string TextfileDirectory = "collector.textfile.directory";

    public static IReadOnlyList<OutsideCheck> Of(AppConfig config)
    {
        var defaultsOff = config.Settings.Switch(HostModule.DisableDefaults);
        var isGuarded = config.Settings.Text(ServerSettings.WebConfigFile).Length > 0;
        return
        [
            .. config.Settings.Texts(ServerSettings.ListenAddress).Select(address => ListenCheck.Of(address, isGuarded)),
            .. Textfiles(config),
            .. SystemdChecks.Of(config.Systemd, config.Settings, config.Paths),
            .. ProbesChecks.Of(config.Probes),

            // Before the containers: a source of logs that names Docker requires it.
            .. LogsChecks.Of(config.Logs),
            .. ContainersChecks.Of(config.Containers, defaultsOff),
        ];
    }

    private static IEnumerable<OutsideCheck> Textfiles(AppConfig config) =>
        config.HostEnabled && HostModule.Settings.FirstOrDefault(setting => setting.Name == TextfileDirectory) is { } setting
            ? config.Settings.Texts(setting).Select(directory => OutsideCheck.Of($"text files {directory}", () => Ask(directory)))
            : [];

    private static CheckAnswer Ask(string directory)
    {
        try
        {
            var count = Directory.EnumerateFiles(directory, "*.prom").Count();
            return CheckAnswer.Good($"{count} file{(count == 1 ? "" : "s")} named *.prom");
        }
        catch (DirectoryNotFoundException)
        {
            // A pattern of directories, or none yet.
            return directory.AsSpan().ContainsAny("*?[")
                ? CheckAnswer.Note("a pattern of directories; the collector textfile says what it finds")
                : CheckAnswer.Bad($"no such directory: mkdir -p {directory}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckAnswer.Bad($"cannot be listed by {Environment.UserName}: {e.Message}");
        }
    }
}
