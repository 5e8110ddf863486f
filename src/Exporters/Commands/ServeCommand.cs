using Exporters.Hosting;
using Exporters.Web;
using Microsoft.AspNetCore.Connections;

namespace Exporters.Commands;

/// <summary><c>exporters serve</c>: the endpoints, until SIGTERM or SIGINT.</summary>
internal static partial class ServeCommand
{
    public static async Task<int> RunAsync(AppConfig config, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = ServeHost.Build(config);
            return await ServeAsync(app, config, cancellationToken);
        }
        catch (WebConfigException e)
        {
            foreach (var problem in e.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            return CommandLine.Failure;
        }
        catch (ListenNameException e)
        {
            Console.Error.WriteLine($"exporters: {e.Message}");
            return CommandLine.Failure;
        }
    }

    private static async Task<int> ServeAsync(WebApplication app, AppConfig config, CancellationToken cancellationToken)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("serve");
        var addresses = string.Join(' ', config.Settings.Texts(ServerSettings.ListenAddress));
        var telemetryPath = config.Settings.Text(ServerSettings.TelemetryPath);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            Console.Error.WriteLine(
                $"exporters: cannot listen on {addresses}: the port is in use. Who holds it: ss -ltnp; another one: --web.listen-address=127.0.0.1:9201");
            await EndAsync(app);
            return CommandLine.Failure;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            Console.Error.WriteLine(
                $"exporters: cannot listen on {addresses}: {e.Message}; give an address of this machine with --web.listen-address");
            await EndAsync(app);
            return CommandLine.Failure;
        }

        foreach (var url in app.Urls)
        {
            Log.ListeningStarted(log, url, telemetryPath, BuildInfo.Version);
        }

        if (!IsLoopbackOnly(app.Urls) && app.Services.GetService<LiveWebConfig>()?.IsGuarded != true)
        {
            Log.IsOpen(log, addresses);
        }

        await app.WaitForShutdownAsync(cancellationToken);
        Log.Stopped(log);
        return 0;
    }

    private static bool IsLoopbackOnly(IEnumerable<string> urls) =>
        urls.All(url => Uri.TryCreate(url, UriKind.Absolute, out var known) && known.IsLoopback);

    /// <summary>Ends the services that were started, without waiting: a host that is only disposed logs each of them as failed.</summary>
    private static async Task EndAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // Not waited for.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Address}{Path}, version {Version}")]
        public static partial void ListeningStarted(ILogger logger, string address, string path, string version);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Addresses} can be reached from other machines, and asks nobody for a password: whoever comes reads the page and makes this machine probe. Keep others out with --web.config.file, a firewall, or --web.listen-address=127.0.0.1:9200")]
        public static partial void IsOpen(ILogger logger, string addresses);

        [LoggerMessage(Level = LogLevel.Information, Message = "stopped")]
        public static partial void Stopped(ILogger logger);
    }
}
