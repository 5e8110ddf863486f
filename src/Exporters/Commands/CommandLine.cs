using System.CommandLine;
using Exporters.Configuration;
using Exporters.Configuration.Settings;

namespace Exporters.Commands;

/// <summary>The program's commands and options. Every setting is an option; <c>serve</c> is meant when no command is named.</summary>
internal static class CommandLine
{
    /// <summary>The exit code for a wrong command line or configuration, and for a port in use.</summary>
    public const int Failure = 1;

    public static async Task<int> RunAsync(string[] args)
    {
        SettingOption[] options = [.. AppConfigReader.AllSettings.Select(setting => new SettingOption(setting))];
        var root = new RootCommand("Metrics of this host, its units, containers and probes for Prometheus; its logs over OTLP.");
        foreach (var option in options)
        {
            option.AddTo(root);
        }

        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Action = new VersionAction();
        }

        var serve = new Command("serve", "Serve the metrics page; the default.");
        root.Subcommands.Add(serve);
        Handle(root, options, ServeCommand.RunAsync);
        Handle(serve, options, ServeCommand.RunAsync);
        var metrics = new Command("metrics", "Print one scrape to standard output.");
        root.Subcommands.Add(metrics);
        Handle(metrics, options, MetricsCommand.RunAsync);
        var logs = new LogsCommand();
        root.Subcommands.Add(logs.Command);
        Handle(logs.Command, options, logs.RunAsync);
        root.Subcommands.Add(LaterCommand.Create(
            "check", "Validate the configuration and try what it names.", "the start of serve reports every problem of the configuration"));
        root.Subcommands.Add(LaterCommand.Create(
            "doctor", "Say of every source whether it can be read.", "exporters_source_unreadable on the page and the log say it"));

        // A value may begin with @: there are no response files.
        return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false })
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>Reads the configuration for a command, prints every problem, and runs it when there is none.</summary>
    private static void Handle(Command command, SettingOption[] options, Func<AppConfig, CancellationToken, Task<int>> run) =>
        Handle(command, options, (config, _, cancellationToken) => run(config, cancellationToken));

    private static void Handle(Command command, SettingOption[] options, Func<AppConfig, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((parsed, cancellationToken) =>
        {
            var report = new ConfigReport();
            var flags = new ConfigReport();
            var config = AppConfigReader.Read(
                values =>
                {
                    flags = new ConfigReport();
                    foreach (var option in options)
                    {
                        option.Apply(parsed, values, flags);
                    }
                },
                report,
                Environment.GetEnvironmentVariable);
            var problems = report.Problems.Concat(flags.Problems).ToList();
            foreach (var problem in problems)
            {
                Console.Error.WriteLine(problem);
            }

            return problems.Count > 0 ? Task.FromResult(Failure) : RunAsync((read, token) => run(read, parsed, token), config, cancellationToken);
        });

    /// <summary>Settings that contradict each other are noticed by what they steer.</summary>
    private static async Task<int> RunAsync(Func<AppConfig, CancellationToken, Task<int>> run, AppConfig config, CancellationToken cancellationToken)
    {
        try
        {
            return await run(config, cancellationToken);
        }
        catch (SettingConflictException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return Failure;
        }
    }
}
