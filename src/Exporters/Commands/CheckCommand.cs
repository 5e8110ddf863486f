using System.CommandLine;
using Exporters.Checks;
using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Hosting;
using Exporters.Metrics.Checks;
using Exporters.Metrics.Running;
using Exporters.Web;

namespace Exporters.Commands;

/// <summary>
/// <c>exporters check</c>: every problem of the configuration, then each outside thing that it names, asked at the same time.
/// </summary>
internal sealed class CheckCommand
{
    /// <summary>The exit code when the configuration is right and something outside does not answer.</summary>
    public const int Unanswered = 2;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Option<bool> _offline = new("--offline") { Description = "Ask nothing outside: the configuration alone." };
    private readonly Option<string> _format = FormatOption.Create();

    public CheckCommand()
    {
        Command = new Command("check", "Validate the configuration, then try what it names; exit code 0, 1 (configuration) or 2 (something does not answer).");
        Command.Options.Add(_offline);
        Command.Options.Add(_format);
    }

    public Command Command { get; }

    /// <summary>Checks, and prints what was found.</summary>
    /// <param name="config">The configuration, as far as it could be read.</param>
    /// <param name="problems">What is wrong with it.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public Task<int> RunAsync(AppConfig config, IReadOnlyCollection<Problem> problems, ParseResult parsed, CancellationToken cancellationToken) =>
        RunAsync(config, problems, parsed.GetValue(_offline), parsed.GetValue(_format) == FormatOption.Json, Console.Out, cancellationToken);

    internal static async Task<int> RunAsync(
        AppConfig config, IReadOnlyCollection<Problem> problems, bool offline, bool json, TextWriter output, CancellationToken cancellationToken)
    {
        // In the order of the file; what has no place in it comes first.
        Problem[] found = [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column), .. WebConfigProblems(config)];
        if (found.Length == 0 && Conflict(config) is { } conflict)
        {
            found = [conflict];
        }

        var asked = found.Length == 0 && !offline
            ? await new CheckRun(Deadline, TimeProvider.System).RunAsync(OutsideChecks.Of(config), cancellationToken)
            : [];
        var exitCode = found.Length > 0 ? CommandLine.Failure : Array.Exists(asked, outcome => outcome.Answer.State == CheckState.Bad) ? Unanswered : 0;
        if (json)
        {
            await output.WriteLineAsync(CheckText.Json(found, asked, exitCode));
            return exitCode;
        }

        foreach (var problem in found)
        {
            await output.WriteLineAsync(problem.ToString());
        }

        foreach (var outcome in asked)
        {
            await output.WriteLineAsync(CheckText.Line(outcome));
        }

        if (found.Length == 0)
        {
            await output.WriteLineAsync($"{CheckText.Word(CheckState.Good),-4}  configuration: no problems{(offline ? "; nothing outside was asked (--offline)" : "")}");
        }
        else
        {
            await output.WriteLineAsync($"{found.Length} problem{(found.Length == 1 ? "" : "s")} in the configuration{(offline ? "" : "; nothing outside was asked")}");
        }

        return exitCode;
    }

    private static IReadOnlyList<Problem> WebConfigProblems(AppConfig config)
    {
        var report = new ConfigReport();
        if (config.Settings.Text(ServerSettings.WebConfigFile) is { Length: > 0 } file)
        {
            WebConfigReader.Read(file, report);
        }

        return report.Problems;
    }

    /// <summary>Settings that contradict each other are noticed by the collectors that they steer: these are made, and never run.</summary>
    private static Problem? Conflict(AppConfig config)
    {
        try
        {
            var services = new ServiceCollection();
            Composition.Add(services, config);
            using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<CollectorRunner>();
            return null;
        }
        catch (SettingConflictException e)
        {
            return new Problem("settings", 0, 0, "", e.Message);
        }
    }
}
