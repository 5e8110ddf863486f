using System.Net;
using System.Net.Security;
using System.Runtime.ExceptionServices;
using System.Text;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Http;

/// <summary>
/// The way to one origin: one connection, made by ourselves so that each phase can be timed and the address is the one that was
/// checked, under the HTTP stack of the runtime. Thrown away after its request unless the target asks for keep-alive.
/// </summary>
internal sealed class HttpLink : IDisposable
{
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(5);
    private static readonly List<SslApplicationProtocol> WithHttp2 = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];
    private static readonly List<SslApplicationProtocol> OnlyHttp2 = [SslApplicationProtocol.Http2];
    private static readonly List<SslApplicationProtocol> OnlyHttp11 = [SslApplicationProtocol.Http11];

    private readonly HopTarget _hop;
    private readonly HttpModule _module;
    private readonly IPAddress? _address;
    private readonly Uri? _proxy;
    private readonly string _serverName;
    private readonly HttpMessageInvoker _invoker;
    private ProbeRun? _run;
    private Exception? _failure;
    private long _connectedAt;
    private long _openedAt;

    /// <summary>Prepares a link; nothing is sent yet.</summary>
    /// <param name="hop">The origin.</param>
    /// <param name="module">Options.</param>
    /// <param name="address">Its address; null when the proxy resolves it.</param>
    /// <param name="proxy">The proxy; null for none.</param>
    /// <param name="serverName">The name for TLS.</param>
    public HttpLink(HopTarget hop, HttpModule module, IPAddress? address, Uri? proxy, string serverName)
    {
        _hop = hop;
        _module = module;
        _address = address;
        _proxy = proxy;
        _serverName = serverName;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = IsPlainProxied,
            Proxy = IsPlainProxied ? new WebProxy(proxy) : null,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            MaxConnectionsPerServer = 1,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            ConnectCallback = ConnectAsync,

            // As Go writes and compares them.
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        _invoker = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>What the handshake told; null without TLS.</summary>
    public TlsFacts? Tls { get; private set; }

    /// <summary>
    /// Whether the link may be used again: for this origin, address and proxy, and not for longer than some minutes, after which a
    /// certificate that was renewed, or a server that refuses new connections, must show.
    /// </summary>
    public bool Leads(HopTarget hop, IPAddress? address, Uri? proxy, TimeProvider time) =>
        time.GetElapsedTime(_openedAt) < MostAge && hop.Scheme == _hop.Scheme && hop.Host == _hop.Host && hop.Port == _hop.Port && Equals(address, _address) && Equals(proxy, _proxy);

    /// <summary>Sends a request and waits for the response's headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ProbeRun run, CancellationToken cancel)
    {
        _run = run;
        _failure = null;
        _connectedAt = run.Time.GetTimestamp();
        try
        {
            var response = await _invoker.SendAsync(request, cancel);
            run.Result.Http!.ProcessingSeconds += run.Since(_connectedAt);
            return response;
        }
        catch (Exception) when (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
            throw;
        }
        finally
        {
            _run = null;
        }
    }

    /// <summary>
    /// The URL for the runtime: through a plain proxy with the address that was checked, as the proxy would resolve the name again.
    /// </summary>
    public Uri RequestUri(Uri url) =>
        IsPlainProxied && _address is not null ? new UriBuilder(url) { Host = _address.ToString(), UserName = "", Password = "" }.Uri : url;

    /// <summary>What the proxy wants to know of us with the request itself; null where a tunnel said it, or nothing is to say.</summary>
    public string? ProxyAuthorization =>
        IsPlainProxied && _proxy!.UserInfo.Length > 0 ? HttpCredentials.Basic(_proxy.UserInfo) : null;

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    /// <summary>Whether the request goes to an HTTP proxy as it is, rather than through a tunnel.</summary>
    private bool IsPlainProxied => _proxy is not null && _hop.Scheme == "http" && !ProxyOptions.IsSocks(_proxy);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var run = _run ?? throw new ProbeException(FailureReason.Reset, "the server cut the connection before its response was complete");
        try
        {
            return await ConnectAsync(run, cancel);
        }
        catch (Exception e)
        {
            _failure = e;
            throw;
        }
    }

    private async Task<Stream> ConnectAsync(ProbeRun run, CancellationToken cancel)
    {
        var http = run.Result.Http!;
        var start = run.Time.GetTimestamp();
        Stream stream = _proxy is null
            ? await ProbeRun.ConnectAsync(_address!, _hop.Port, _module.Source, cancel)
            : await ConnectToProxyAsync(run, _proxy, cancel);
        try
        {
            var origin = _address is null ? _hop : _hop with { Host = _address.ToString() };
            if (_proxy is not null && ProxyOptions.IsSocks(_proxy))
            {
                await SocksTunnel.OpenAsync(stream, origin, _proxy, cancel);
            }
            else if (_proxy is not null && _hop.Scheme == "https")
            {
                await ProxyTunnel.OpenAsync(stream, origin, _proxy, _module.Proxy.ConnectHeaders, cancel);
            }

            http.ConnectSeconds += run.Since(start);
            if (_hop.Scheme == "https")
            {
                stream = await StartTlsAsync(stream, run, cancel);
            }
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        _connectedAt = _openedAt = run.Time.GetTimestamp();
        return stream;
    }

    private async Task<Stream> StartTlsAsync(Stream stream, ProbeRun run, CancellationToken cancel)
    {
        var start = run.Time.GetTimestamp();
        try
        {
            var (secure, facts) = await TlsHandshake.StartAsync(
                stream, _module.Tls, _serverName, _module.RequireHttp2 ? OnlyHttp2 : _module.EnableHttp2 ? WithHttp2 : OnlyHttp11, cancel);
            Tls = facts;
            run.Result.Tls = facts;
            if (run.Trace.IsOn)
            {
                run.Trace.Add($"{facts.Version}, {facts.Cipher}, {secure.NegotiatedApplicationProtocol}, certificate {facts.Leaf?.Subject}");
            }

            try
            {
                TlsHandshake.Require(facts);
            }
            catch
            {
                await secure.DisposeAsync();
                throw;
            }

            return secure;
        }
        finally
        {
            run.Result.Http!.TlsSeconds += run.Since(start);
        }
    }

    private async Task<Stream> ConnectToProxyAsync(ProbeRun run, Uri proxy, CancellationToken cancel)
    {
        var address = await run.ResolveHelperAsync(proxy.IdnHost.Trim('[', ']'), _module.Ip, cancel);
        var plain = await ProbeRun.ConnectAsync(address, ProxyOptions.IsSocks(proxy) ? SocksTunnel.PortOf(proxy) : proxy.Port, _module.Source, cancel);
        if (proxy.Scheme != "https" || IsPlainProxied)
        {
            return plain; // over plain HTTP the runtime itself starts TLS with an https proxy
        }

        var (secure, facts) = await TlsHandshake.StartAsync(plain, TlsOptions.Default, proxy.IdnHost, OnlyHttp11, cancel);
        TlsHandshake.Require(facts);
        return secure;
    }
}
