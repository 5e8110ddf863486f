using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Exporters.Configuration;
using Exporters.Hosting;
using Exporters.Web;

namespace Exporters.Commands;

/// <summary>
/// <c>exporters health</c>: asks <c>/health</c>, or with <c>--ready</c> <c>/ready</c>, of the process that runs with the same
/// configuration. One line and exit code 0 or 1, for health checks of containers that hold nothing but this program.
/// </summary>
internal sealed class HealthCommand
{
    /// <summary>Longer than any answer of a live process takes; a health check that ends says more than one that is killed.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Option<bool> _ready = new("--ready") { Description = "Ask whether it is ready, rather than whether it lives." };

    public HealthCommand()
    {
        Command = new Command("health", "Ask the running process whether it is well; exit code 0 or 1.");
        Command.Options.Add(_ready);
    }

    public Command Command { get; }

    /// <summary>Asks, and prints what was answered.</summary>
    /// <param name="config">Says where the process listens.</param>
    /// <param name="problems">
    /// What is wrong with the configuration now. It need not be what the process was started with, so it is no reason to call the
    /// process ill; it is told when nobody answers.
    /// </param>
    /// <param name="parsed">The command line.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<int> RunAsync(AppConfig config, IReadOnlyCollection<Problem> problems, ParseResult parsed, CancellationToken cancellationToken)
    {
        var endpoint = Reachable(config.Settings.Texts(ServerSettings.ListenAddress));
        if (endpoint is null)
        {
            return await FailAsync("where the process listens cannot be known here: its port is the kernel's choice (:0), or its name has no address; set --web.listen-address");
        }

        // It need not be right: the running process may have an older one.
        var web = config.Settings.Text(ServerSettings.WebConfigFile) is { Length: > 0 } file ? WebConfigReader.Read(file, new ConfigReport()) : new WebConfig();
        var url = new Uri($"{(web.Tls is null ? "http" : "https")}://{endpoint}{(parsed.GetValue(_ready) ? "/ready" : "/health")}");
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };

#pragma warning disable CA5359 // Its certificate names the machine, not the loopback address that is asked here; nothing secret is sent.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler) { Timeout = Deadline };
        try
        {
            using var response = await client.GetAsync(url, cancellationToken);
            var said = Summary(await response.Content.ReadAsStringAsync(cancellationToken));
            if (response.StatusCode == HttpStatusCode.OK && said is not null)
            {
                Console.Out.WriteLine($"{url}: {said}");
                return 0;
            }

            if (response.StatusCode == HttpStatusCode.Unauthorized && web.Users.Count > 0)
            {
                // Only hashes of the passwords are known here. That somebody asks for one is all that can be had.
                Console.Out.WriteLine($"{url}: answers, and asks for a password");
                return 0;
            }

            return await FailAsync(said is null ? $"{url}: answered {(int)response.StatusCode}, not as this program does; is another one listening there?" : $"{url}: {said}");
        }
        catch (HttpRequestException e) when (web.Tls?.ClientAuth is ClientAuth.RequireAnyClientCert or ClientAuth.RequireAndVerifyClientCert
            && e.InnerException is not SocketException)
        {
            Console.Out.WriteLine($"{url}: answers, and asks for a certificate");
            return 0;
        }
        catch (HttpRequestException e)
        {
            var reason = e.InnerException is SocketException socket ? socket.Message : e.Message;
            return await FailAsync($"{url}: {reason}; {Advice(problems)}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await FailAsync($"{url}: no answer within {Deadline.TotalSeconds:0} s");
        }
    }

    /// <summary>The address to ask: one on loopback, or any that the process listens on; null when its port is not known.</summary>
    internal static IPEndPoint? Reachable(IReadOnlyList<string> listenAddresses)
    {
        var candidates = listenAddresses.Select(ListenAddress.Parse).Where(address => address.Port != 0)
            .Select(Resolved).OfType<ListenAddress>()
            .Select(address => new IPEndPoint(address.Address switch
            {
                null => IPAddress.Loopback,
                var any when any.Equals(IPAddress.Any) => IPAddress.Loopback,
                var any when any.Equals(IPAddress.IPv6Any) => IPAddress.IPv6Loopback,
                var own => own,
            }, address.Port))
            .ToList();
        return candidates.Find(candidate => IPAddress.IsLoopback(candidate.Address)) ?? candidates.FirstOrDefault();
    }

    /// <summary>With the address of its name; null when nobody knows the name now.</summary>
    private static ListenAddress? Resolved(ListenAddress address)
    {
        try
        {
            return address.Resolve();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>What the answer says in one line: its status, and every module that is the reason for a bad one; null when it is not ours.</summary>
    internal static string? Summary(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("status", out var status)
                || !document.RootElement.TryGetProperty("modules", out var modules))
            {
                return null;
            }

            var reasons = modules.EnumerateArray()
                .Select(module => (Name: module.GetProperty("module").GetString(), State: module.GetProperty("state").GetString(), Detail: module.GetProperty("detail").GetString()))
                .Where(module => module.State == "failed" || (module.State == "starting" && status.ValueEquals("starting")))
                .Select(module => $"{module.Name} {module.State}{(string.IsNullOrEmpty(module.Detail) ? "" : $" ({module.Detail})")}".ReplaceLineEndings(" "));
            var because = string.Join(", ", reasons);
            return because.Length == 0 ? status.GetString() : $"{status.GetString()}: {because}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Advice(IReadOnlyCollection<Problem> problems) => problems.Count == 0
        ? "start it, or say where it listens with --web.listen-address or --config.file"
        : $"the configuration has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}, the first: {problems.First()}";

    private static async Task<int> FailAsync(string text)
    {
        await Console.Error.WriteLineAsync(text);
        return CommandLine.Failure;
    }
}
