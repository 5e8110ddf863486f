using System.Net;
using System.Net.Sockets;
using Exporters.Commands;
using Exporters.Hosting;
using Exporters.Metrics.Checks;

namespace Exporters.Checks;

/// <summary>Whether the address to listen on can be had: by this program when it runs already, or by the next start.</summary>
internal static class ListenCheck
{
    /// <summary>This program answers /health at once.</summary>
    private static readonly TimeSpan OwnAnswer = TimeSpan.FromSeconds(3);

    /// <summary>The check of one address.</summary>
    /// <param name="text"><c>HOST:PORT</c> as the configuration has it.</param>
    /// <param name="isGuarded">Whether TLS or passwords keep this command from asking who listens there.</param>
    public static OutsideCheck Of(string text, bool isGuarded) => new($"listen {text}", cancellation => AskAsync(text, isGuarded, cancellation));

    private static async Task<CheckAnswer> AskAsync(string text, bool isGuarded, CancellationToken cancellation)
    {
        ListenAddress address;
        try
        {
            address = ListenAddress.Parse(text).Resolve();
        }
        catch (SocketException e)
        {
            return CheckAnswer.Bad($"the name has no address: {e.Message}");
        }

        var local = new IPEndPoint(address.Address ?? IPAddress.IPv6Any, address.Port);
        using var socket = new Socket(local.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Address is null)
            {
                socket.DualMode = true;
            }

            socket.Bind(local);
            return CheckAnswer.Good("is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return isGuarded ? CheckAnswer.Note("is in use: by this program if it runs already (ss -ltnp tells), and if not, give another one with --web.listen-address")
                : await IsOwnAsync(text, cancellation)
                ? CheckAnswer.Good("is in use by this program, which runs")
                : CheckAnswer.Bad("is in use by another program (ss -ltnp tells which); give another one with --web.listen-address");
        }
        catch (SocketException e)
        {
            return CheckAnswer.Bad($"{e.Message}; give an address of this machine, and a port above 1023 unless run as root");
        }
    }

    private static async Task<bool> IsOwnAsync(string text, CancellationToken cancellation)
    {
        if (HealthCommand.Reachable([text]) is not { } endpoint)
        {
            return false;
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = OwnAnswer };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://{endpoint}/health"), cancellation);
            return HealthCommand.Summary(await answer.Content.ReadAsStringAsync(cancellation)) is not null;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }
}
