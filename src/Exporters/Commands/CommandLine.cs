using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Exporters.Commands.Help;
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
        args = PeerFlags.Translate(args, out var absent);
        foreach (var line in absent)
        {
            await Console.Error.WriteLineAsync(line);
        }

        if (absent.Count > 0)
        {
            return Failure;
        }

        // A value may begin with @: there are no response files.
        var parsed = Build().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is ParseErrorAction error)
        {
            // What is wrong, without all settings below it.
            error.ShowHelp = false;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    /// <summary>The program's commands with all their options.</summary>
    internal static RootCommand Build()
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
        var health = new HealthCommand();
        root.Subcommands.Add(health.Command);
        health.Command.SetAction((parsed, cancellationToken) =>
        {
            var config = Read(parsed, options, out var file, out var flags);
            return Print(flags.Problems) ? Task.FromResult(Failure) : health.RunAsync(config, file.Problems, parsed, cancellationToken);
        });
        var check = new CheckCommand();
        root.Subcommands.Add(check.Command);
        check.Command.SetAction((parsed, cancellationToken) =>
        {
            var config = Read(parsed, options, out var file, out var flags);
            return check.RunAsync(config, [.. file.Problems, .. flags.Problems], parsed, cancellationToken);
        });
        var doctor = new DoctorCommand();
        root.Subcommands.Add(doctor.Command);
        Handle(doctor.Command, options, doctor.RunAsync);

        root.Subcommands.Add(CompletionCommand.Create(root));
        AddHelp(root);
        return root;
    }

    private static void AddHelp(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpPrinter(root, all: false);
        }

        root.Options.Add(new Option<bool>("--help-all") { Description = "Show every setting, in groups.", Recursive = true, Action = new HelpPrinter(root, all: true) });
    }

    /// <summary>Reads the configuration for a command, prints every problem, and runs it when there is none.</summary>
    private static void Handle(Command command, SettingOption[] options, Func<AppConfig, CancellationToken, Task<int>> run) =>
        Handle(command, options, (config, _, cancellationToken) => run(config, cancellationToken));

    private static void Handle(Command command, SettingOption[] options, Func<AppConfig, ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction((parsed, cancellationToken) =>
        {
            var config = Read(parsed, options, out var report, out var flags);
            var wrong = Print(report.Problems) | Print(flags.Problems);
            return wrong ? Task.FromResult(Failure) : RunAsync((read, token) => run(read, parsed, token), config, cancellationToken);
        });

    /// <summary>Reads the configuration.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">What it may say.</param>
    /// <param name="report">Problems of the file and the environment.</param>
    /// <param name="flags">Problems of the command line.</param>
    private static AppConfig Read(ParseResult parsed, SettingOption[] options, out ConfigReport report, out ConfigReport flags)
    {
        report = new ConfigReport();
        var latest = new ConfigReport();
        var config = AppConfigReader.Read(
            values =>
            {
                latest = new ConfigReport();
                foreach (var option in options)
                {
                    option.Apply(parsed, values, latest);
                }
            },
            report,
            Environment.GetEnvironmentVariable);
        flags = latest;
        return config;
    }

    /// <summary>Tells of every problem; whether there was one.</summary>
    private static bool Print(IReadOnlyCollection<Problem> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem);
        }

        return problems.Count > 0;
    }

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
