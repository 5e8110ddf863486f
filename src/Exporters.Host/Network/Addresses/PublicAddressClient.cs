using System.Net;
using System.Text;
using Exporters.Metrics;
using Microsoft.Extensions.Logging;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// Asks a URL under which address the host is seen from outside. The answer must be an IP address and nothing else, one that the
/// internet can reach. The last good answer stays, with its age, while the URL does not answer.
/// </summary>
internal sealed partial class PublicAddressClient : IDisposable
{
    private const int MaxAnswer = 256;
    private const int MaxRedirects = 3;

    private readonly Uri _url;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private volatile PublicAddress _current = PublicAddress.Unasked;

    /// <summary>A client that asks through <paramref name="handler"/>, or over the network.</summary>
    public PublicAddressClient(Uri url, TimeSpan interval, TimeSpan timeout, TimeProvider time, ILogger log, HttpMessageHandler? handler = null)
    {
        _url = url;
        _interval = interval;
        _timeout = timeout;
        _time = time;
        _log = log;

        // A connection of its own for each question: between them lie minutes.
        _http = new HttpClient(handler ?? new SocketsHttpHandler
        {
            MaxAutomaticRedirections = MaxRedirects,
            PooledConnectionLifetime = TimeSpan.Zero,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/plain");
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("exporters");
    }

    /// <summary>What is known now.</summary>
    public PublicAddress Current => _current;

    /// <summary>Asks at once, then each interval.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_interval, _time);
        do
        {
            await AskAsync(cancellationToken);
        }
        while (await NextAsync(timer, cancellationToken));
    }

    /// <summary>Asks once, with a deadline, and publishes what came of it.</summary>
    internal async Task AskAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            Publish(await AnswerAsync(both.Token));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (OperationCanceledException)
        {
            Fail(UnavailableReason.Timeout, $"no answer within {_timeout.TotalSeconds} s");
        }
        catch (HttpRequestException e)
        {
            Fail(UnavailableReason.Unreachable, e.Message);
        }
        catch (IOException e)
        {
            Fail(UnavailableReason.Io, e.Message);
        }
        catch (FormatException e)
        {
            Fail(UnavailableReason.Format, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<IPAddress> AnswerAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(_url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return Parse(buffer.AsSpan(0, length));
    }

    /// <summary>The address; white space around it does not matter.</summary>
    /// <exception cref="FormatException">The answer is something else.</exception>
    internal static IPAddress Parse(ReadOnlySpan<byte> answer)
    {
        if (answer.Length > MaxAnswer)
        {
            throw new FormatException($"the answer is longer than {MaxAnswer} bytes; it must be an IP address and nothing else");
        }

        var text = Encoding.UTF8.GetString(answer).Trim();

        // .NET takes 1 for 0.0.0.1, and a scope after %: neither is how an address is written out.
        if (!IPAddress.TryParse(text, out var address) || (!text.Contains(':', StringComparison.Ordinal) && text.Count(c => c == '.') != 3) || text.AsSpan().ContainsAny("%[]/"))
        {
            var shown = text.Length > 60 ? text[..60] + "…" : text;
            throw new FormatException($"the answer is no IP address: \"{string.Concat(shown.Select(c => char.IsControl(c) ? '.' : c))}\"");
        }

        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return AddressScope.IsPublic(address) ? address : throw new FormatException($"the answer {address} is no address of the public internet");
    }

    private void Publish(IPAddress address)
    {
        var before = _current;
        _current = new PublicAddress(address, _time.GetTimestamp(), null);
        if (before.Failure is not null)
        {
            Log.Answered(_log, _url.Host);
        }
    }

    private void Fail(UnavailableReason reason, string detail)
    {
        var before = _current;
        _current = before with { Failure = reason };
        if (before.Failure != reason)
        {
            Log.Failed(_log, _url.Host, reason, detail);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Host} told the public address again")]
        public static partial void Answered(ILogger log, string host);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Host} did not tell the public address ({Reason}): {Detail}; see --collector.hostaddress.public-url")]
        public static partial void Failed(ILogger log, string host, UnavailableReason reason, string detail);
    }
}
