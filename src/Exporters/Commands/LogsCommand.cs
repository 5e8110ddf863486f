using System.CommandLine;
using System.Runtime.InteropServices;
using Exporters.Configuration;
using Exporters.Hosting;
using Exporters.Logs.Runs;

namespace Exporters.Commands;

/// <summary>
/// <c>exporters logs</c>: the log module alone. With <c>--file</c> or <c>--stdin</c> it ends when every line is acknowledged.
/// </summary>
internal sealed class LogsCommand
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(7);

    private readonly Option<string[]> _files = new("--file") { Description = "A file or pattern to send to its end, in place of the configured sources; may be repeated.", HelpName = "PATH" };
    private readonly Option<bool> _stdin = new("--stdin") { Description = "Send standard input to its end, in place of the configured sources; needs --service." };
    private readonly Option<string?> _dryRun = new("--dry-run") { Description = "Send nothing: print what the first lines of this file would become, and their Loki labels.", HelpName = "FILE" };
    private readonly Option<string?> _service = new("--service") { Description = "With --file, --stdin or --dry-run: service.name of the records.", HelpName = "NAME" };

    private readonly Option<string?> _endpoint = new("--otlp-endpoint") { Description = "The receiver's whole URL, over logs.otlp.endpoint: http://loki:3100/otlp/v1/logs.", HelpName = "URL" };
    private readonly PrintOptions _print = new();

    private readonly Option<string?> _timeout = new("--timeout")
    {
        Description = "With --file or --stdin: give up when nothing was acknowledged for this long (60s, 5m); what is left goes out with the next run. Without it the receiver is waited for.",
        HelpName = "DURATION",
    };

    public LogsCommand()
    {
        Command = new Command("logs", "Follow logs and forward them over OTLP, without metrics.");
        Command.Options.Add(_files);
        Command.Options.Add(_stdin);
        Command.Options.Add(_dryRun);
        Command.Options.Add(_service);
        Command.Options.Add(_timeout);
        Command.Options.Add(_endpoint);
        _print.AddTo(Command);
    }

    public Command Command { get; }

    public async Task<int> RunAsync(AppConfig config, ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(_files) ?? [];
        var stdin = parsed.GetValue(_stdin);
        var service = parsed.GetValue(_service);
        if (parsed.GetValue(_dryRun) is { Length: > 0 } tried && !stdin && files.Length == 0)
        {
            return await new DryRun(config.Logs, Console.Out, Console.Error, TimeProvider.System).RunAsync(tried, service);
        }

        if (parsed.GetValue(_endpoint) is { } endpoint)
        {
            if (!config.Logs.TryWithEndpoint(endpoint, out var redirected, out var problem))
            {
                await Console.Error.WriteLineAsync($"exporters logs: --otlp-endpoint {problem}");
                return CommandLine.Failure;
            }

            config = config with { Logs = redirected };
        }

        var print = _print.Read(parsed);
        TimeSpan? timeout = null;
        var wrong = Contradiction(files, stdin, parsed.GetValue(_dryRun) is not null, service, print, config) ?? ReadTimeout(parsed.GetValue(_timeout), stdin || files.Length > 0, out timeout);
        if (wrong is not null)
        {
            await Console.Error.WriteLineAsync($"exporters logs: {wrong}");
            return CommandLine.Failure;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var abandon = new CancellationTokenSource();
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true;
            (stop.IsCancellationRequested ? abandon : stop).Cancel();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        await using var services = Composition.ForLogs(config);
        if (print is not null)
        {
            var colours = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            var printing = new PrintRun(
                config.Logs, print.Format, colours, Console.OpenStandardOutput(), Console.Error, TimeProvider.System, services.GetRequiredService<ILoggerFactory>());
            return await (stdin ? printing.PrintStandardInputAsync(service, Console.OpenStandardInput(), stop.Token)
                : files.Length > 0 ? printing.PrintFilesAsync(files, service, stop.Token)
                : printing.FollowAsync(print.Sources, stop.Token));
        }

        var run = new LogRun(
            config.Logs, Console.Error, Console.IsErrorRedirected ? null : Console.Error, TimeProvider.System, services.GetRequiredService<ILoggerFactory>())
        {
            GiveUpAfter = timeout,
        };
        return await (stdin ? run.SendStandardInputAsync(service!, Console.OpenStandardInput(), stop.Token, abandon.Token)
            : files.Length > 0 ? run.SendFilesAsync(files, service, stop.Token, abandon.Token)
            : run.FollowAsync(stop.Token, abandon.Token));
    }

    private static string? ReadTimeout(string? text, bool hasEnd, out TimeSpan? timeout)
    {
        timeout = null;
        if (text is null)
        {
            return null;
        }

        if (!hasEnd)
        {
            return "--timeout goes with --stdin or --file: what follows files for ever waits for the receiver";
        }

        if (!Durations.TryParse(text, out var read) || read < ShortestTimeout || read > LongestTimeout)
        {
            return $"--timeout must be a duration such as 60s or 5m, between {Durations.Format(ShortestTimeout)} and {Durations.Format(LongestTimeout)}, got \"{text}\"";
        }

        timeout = read;
        return null;
    }

    private static string? Contradiction(string[] files, bool stdin, bool isDryRun, string? service, PrintOptions.Print? print, AppConfig config) =>
        isDryRun ? "--dry-run sends nothing: give it without --stdin and --file"
        : stdin && files.Length > 0 ? "--stdin and --file are two runs: give one of them"
        : print is { Sources: [var first, ..] } && (stdin || files.Length > 0) ? $"\"{first}\" is the name of a source: give it without --stdin and --file"
        : print is not null && print.Sources.Select(name => PrintRun.Problem(config.Logs, name)).OfType<string>().FirstOrDefault() is { } unknown ? unknown
        : stdin && print is null && string.IsNullOrEmpty(service) ? "--stdin needs --service NAME: what Loki is to call these lines"
        : !stdin && files.Length == 0 && service is not null ? "--service goes with --stdin or --file"
        : !stdin && files.Length == 0 && print is not { Sources.Count: > 0 } && (!config.Logs.Enabled || config.Logs.SourceCount == 0)
            ? (config.Logs.Enabled ? "logs is enabled and has no sources: nothing to follow" : "nothing to follow")
                + ": give a configuration with logs.sources (--config.file=PATH), --file PATH or --stdin --service NAME, or look at one with --print docker or --print journald"
        : null;
}
