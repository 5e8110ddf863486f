using System.CommandLine;
using System.Runtime.InteropServices;
using Exporters.Hosting;
using Exporters.Logs;

namespace Exporters.Commands;

/// <summary><c>exporters logs</c>: the log module alone. With <c>--file</c> it ends when every line of the files is acknowledged.</summary>
internal sealed class LogsCommand
{
    private readonly Option<string[]> _files = new("--file") { Description = "A file or pattern to send to its end, in place of the configured sources; may be repeated.", HelpName = "PATH" };
    private readonly Option<string?> _service = new("--service") { Description = "With --file: service.name of its records.", HelpName = "NAME" };

    public LogsCommand()
    {
        Command = new Command("logs", "Follow logs and forward them over OTLP, without metrics.");
        Command.Options.Add(_files);
        Command.Options.Add(_service);
    }

    public Command Command { get; }

    public async Task<int> RunAsync(AppConfig config, ParseResult parsed, CancellationToken cancellationToken)
    {
        var files = parsed.GetValue(_files) ?? [];
        var logs = files.Length > 0 ? LogRun.ForFiles(config.Logs, files, parsed.GetValue(_service)) : config.Logs;
        if (files.Length == 0 && !logs.Enabled)
        {
            await Console.Error.WriteLineAsync("exporters logs: nothing to follow: give a configuration with logs.sources (--config.file=PATH), or --file PATH");
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
        return await new LogRun(logs, TimeProvider.System, services.GetRequiredService<ILoggerFactory>())
            .RunAsync(files.Length > 0, Console.Error, stop.Token, abandon.Token);
    }
}
