using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exporters.LogSink;

/// <summary>
/// A receiver of OTLP logs that answers as it is told and keeps account of what it accepted. Besides <c>/otlp/v1/logs</c>,
/// <c>/v1/logs</c> and gRPC it has <c>GET /control/stats</c>, <c>GET /control/ids</c> and <c>POST /control/script</c>.
/// </summary>
public sealed class Sink : IAsyncDisposable
{
    private const string GrpcPath = "/opentelemetry.proto.collector.logs.v1.LogsService/Export";

    private readonly SinkOptions _options;
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, long> _answers = new();
    private readonly ConcurrentQueue<SinkRecord> _records = new();
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _headers = new();
    private readonly ConcurrentQueue<string> _certificates = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly SemaphoreSlim _asked = new(0);
    private readonly StreamWriter? _dump;
    private Script _script;
    private long _requests;
    private long _accepted;
    private long _bytes;
    private int _busy;

    private Sink(SinkOptions options, WebApplication app)
    {
        _options = options;
        _app = app;
        _script = new Script(options.Script);
        _dump = options.Dump is null ? null : new StreamWriter(options.Dump, append: true);
        Ids = options.IdKey is null ? null : new IdCounts(options.IdKey);
    }

    /// <summary><c>http://127.0.0.1:4318</c></summary>
    public string Url { get; private set; } = "";

    /// <summary>The same for gRPC; empty without.</summary>
    public string GrpcUrl { get; private set; } = "";

    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Requests that came and are not over yet.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Records in requests that were kept.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Bytes of requests as they came over the wire.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public IReadOnlyCollection<SinkRecord> Records => _records;

    /// <summary>The headers of each request, names in lower case.</summary>
    public IReadOnlyCollection<IReadOnlyDictionary<string, string>> Headers => _headers;

    public IReadOnlyDictionary<string, long> Answers => _answers;

    /// <summary>Thumbprints of the certificates that clients showed, one for each request that came with one.</summary>
    public IReadOnlyCollection<string> ClientCertificates => _certificates;

    public IdCounts? Ids { get; }

    public static async Task<Sink> StartAsync(SinkOptions options, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        if (options.Certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            Listen(kestrel, options.Listen, HttpProtocols.Http1, options.Certificate);
            if (options.Grpc is { } grpc)
            {
                Listen(kestrel, grpc, HttpProtocols.Http2, options.Certificate);
            }
        });

        var app = builder.Build();
        var sink = new Sink(options, app);
        app.Run(sink.HandleAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        sink.Url = addresses[0];
        sink.GrpcUrl = addresses.Length > 1 ? addresses[1] : "";
        return sink;
    }

    /// <summary>Answers as this script says from now on.</summary>
    public void Follow(string script) => _script = new Script(script);

    /// <summary>Waits until so many records were accepted in all.</summary>
    public async Task WaitForRecordsAsync(long count, TimeSpan deadline)
    {
        using var timeout = new CancellationTokenSource(deadline);
        while (Accepted < count)
        {
            await _arrived.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until so many requests have come, answered or not.</summary>
    public async Task WaitForRequestsAsync(long count, TimeSpan deadline)
    {
        using var timeout = new CancellationTokenSource(deadline);
        while (Requests < count)
        {
            await _asked.WaitAsync(timeout.Token).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        if (_dump is not null)
        {
            await _dump.DisposeAsync().ConfigureAwait(false);
        }

        _arrived.Dispose();
        _asked.Dispose();
    }

    private static void Listen(KestrelServerOptions kestrel, string address, HttpProtocols protocols, X509Certificate2? certificate) =>
        kestrel.Listen(System.Net.IPEndPoint.Parse(address), listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        });

    private Task HandleAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/control/stats" => context.Response.WriteAsync(Stats()),
        "/control/ids" => context.Response.WriteAsync(Identities()),
        "/control/script" => ScriptAsync(context),
        GrpcPath => ReceiveAsync(context, grpc: true),
        _ => ReceiveAsync(context, grpc: false),
    };

    private async Task ReceiveAsync(HttpContext context, bool grpc)
    {
        Interlocked.Increment(ref _busy);
        try
        {
            await TakeAsync(context, grpc).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private async Task ScriptAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        Follow((await reader.ReadToEndAsync().ConfigureAwait(false)).Trim());
    }

    private string Stats()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"requests {Requests}\nrecords {Accepted}\nbytes {Bytes}\n");
        foreach (var (answer, count) in _answers.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"answer_{answer} {count}\n");
        }

        if (Ids?.Totals is var (distinct, duplicates, differing, without))
        {
            text.Append(CultureInfo.InvariantCulture, $"distinct {distinct}\nduplicates {duplicates}\ndiffering {differing}\nwithout_id {without}\n");
        }

        return text.ToString();
    }

    private string Identities() => string.Concat(Ids?.All().Select(id => $"{id.Id} {id.Count}\n") ?? []);

    private async Task TakeAsync(HttpContext context, bool grpc)
    {
        Interlocked.Increment(ref _requests);
        if (_options.Keep)
        {
            _headers.Enqueue(context.Request.Headers.ToDictionary(
                h => h.Key.ToLowerInvariant(), h => h.Value.ToString(), StringComparer.Ordinal));
        }

        using var body = await BodyAsync(context, grpc).ConfigureAwait(false);
        var length = (int)body.Length;
        var records = _options.Decodes ? OtlpDecoder.Decode(body.GetBuffer(), length) : null;
        var count = records?.Count ?? OtlpDecoder.Count(body.GetBuffer(), length);
        if (context.Connection.ClientCertificate is { } shown)
        {
            _certificates.Enqueue(shown.Thumbprint);
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone, and the script may be another one by now.
            return;
        }

        _asked.Release();
        var answer = _options.MaxBytes > 0 && length > _options.MaxBytes ? new Answer(413)
            : _options.Poison is { } poison && records!.Any(r => r.Body.Contains(poison, StringComparison.Ordinal)) ? new Answer(400)
            : _script.Next();
        _answers.AddOrUpdate(answer.ToString(), 1, static (_, n) => n + 1);
        _options.Asked?.Invoke(answer, records!);
        var rejected = answer.Word == "partial" ? 1 : 0;
        if (answer.IsKept)
        {
            Keep(records, count - rejected);
        }

        if (answer.Word is "reset" or "lost")
        {
            context.Abort();
        }
        else if (answer.Word is "hang" or "stall")
        {
            if (answer.Word == "stall")
            {
                await context.Response.StartAsync().ConfigureAwait(false);
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
        else if (grpc)
        {
            await AnswerGrpcAsync(context, answer, rejected).ConfigureAwait(false);
        }
        else
        {
            await AnswerHttpAsync(context, answer, rejected).ConfigureAwait(false);
        }
    }

    private async Task<MemoryStream> BodyAsync(HttpContext context, bool grpc)
    {
        var raw = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        await context.Request.Body.CopyToAsync(raw, context.RequestAborted).ConfigureAwait(false);
        Interlocked.Add(ref _bytes, raw.Length);
        var gzip = context.Request.Headers.ContentEncoding == "gzip";
        if (grpc)
        {
            // One frame: compressed flag, four bytes of length, message.
            gzip = raw.GetBuffer()[0] == 1;
            raw = new MemoryStream(raw.ToArray(), 5, (int)raw.Length - 5, writable: false, publiclyVisible: true);
        }

        raw.Position = 0;
        if (!gzip && !grpc)
        {
            return raw;
        }

        var plain = new MemoryStream();
        using Stream source = gzip ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        await source.CopyToAsync(plain).ConfigureAwait(false);
        return plain;
    }

    private void Keep(IReadOnlyList<SinkRecord>? records, int count)
    {
        for (var i = 0; records is not null && i < count; i++)
        {
            Ids?.Add(records[i]);
            if (_options.Keep)
            {
                _records.Enqueue(records[i]);
            }

            if (_dump is not null)
            {
                var record = records[i];
                lock (_dump)
                {
                    _dump.Write(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{record.Hash}\t{record.TimeUnixNano}\t{Labels(record.Resource)}\t{record.Body.AsSpan(0, Math.Min(200, record.Body.Length))}\n"));
                }
            }
        }

        if (_dump is not null)
        {
            lock (_dump)
            {
                _dump.Flush();
            }
        }

        Interlocked.Add(ref _accepted, count);
        _arrived.Release();
    }

    private static string Labels(IReadOnlyDictionary<string, string> resource) =>
        string.Join(',', resource.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static async Task AnswerHttpAsync(HttpContext context, Answer answer, int rejected)
    {
        context.Response.StatusCode = answer.Word is "partial" or "page" ? 200 : answer.Status;
        if (answer.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = after.StartsWith('@')
                ? DateTimeOffset.UtcNow.AddSeconds(int.Parse(after.AsSpan(1), CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture)
                : after;
        }

        if (rejected > 0)
        {
            context.Response.ContentType = "application/x-protobuf";
            await context.Response.Body.WriteAsync(PartialSuccess(rejected)).ConfigureAwait(false);
        }
        else if (answer.Word == "page")
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync("<html><title>Sign in</title></html>").ConfigureAwait(false);
        }
        else if (answer.Status is not (200 or 202 or 204))
        {
            // google.rpc.Status, as Loki answers over HTTP.
            context.Response.ContentType = "application/x-protobuf";
            await context.Response.Body.WriteAsync(RpcStatus($"scripted answer {answer.Status}: entry refused")).ConfigureAwait(false);
        }
    }

    // 1 code = 3, 2 message; shorter than 128 bytes.
    private static byte[] RpcStatus(string message) => [8, 3, 18, (byte)message.Length, .. Encoding.UTF8.GetBytes(message)];

    private static async Task AnswerGrpcAsync(HttpContext context, Answer answer, int rejected)
    {
        context.Response.ContentType = "application/grpc";
        var status = answer.Status switch
        {
            0 or 200 or 204 => 0,
            400 or 260 => 3,
            401 => 16,
            403 => 7,
            404 => 12,
            413 => 8,
            429 => 8,
            _ => 14,
        };
        var message = status == 0 && rejected > 0 ? PartialSuccess(rejected) : [];
        if (status == 0)
        {
            await context.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, (byte)message.Length, .. message]).ConfigureAwait(false);
        }

        if (status != 0 && answer.RetryAfter is { } wait)
        {
            context.Response.AppendTrailer(
                "grpc-status-details-bin", Convert.ToBase64String(RetryInfo((byte)status, double.Parse(wait, CultureInfo.InvariantCulture))).TrimEnd('='));
        }

        context.Response.AppendTrailer("grpc-status", status.ToString(CultureInfo.InvariantCulture));
        if (status != 0)
        {
            context.Response.AppendTrailer("grpc-message", answer.Status == 413 ? "message larger than max" : $"scripted answer {answer.Status}");
        }
    }

    // ExportLogsServiceResponse { partial_success = 1 { rejected_log_records = 1, error_message = 2 } }
    private static byte[] PartialSuccess(int rejected)
    {
        var reason = "last record refused"u8;
        return [0x0A, (byte)(4 + reason.Length), 0x08, (byte)rejected, 0x12, (byte)reason.Length, .. reason];
    }

    // google.rpc.Status { code, details = [ Any { type_url, value = RetryInfo { retry_delay = Duration { seconds, nanos } } } ] }
    private static byte[] RetryInfo(byte status, double wait)
    {
        var delay = Message(output =>
        {
            if (wait >= 1)
            {
                output.WriteTag(1, WireFormat.WireType.Varint);
                output.WriteInt64((long)wait);
            }

            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt32((int)((wait - Math.Floor(wait)) * 1e9));
        });
        var info = Message(output => Field(output, 1, delay));
        var any = Message(output =>
        {
            Field(output, 1, "type.googleapis.com/google.rpc.RetryInfo"u8.ToArray());
            Field(output, 2, info);
        });
        return Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt32(status);
            Field(output, 3, any);
        });
    }

    private static void Field(CodedOutputStream output, int field, byte[] bytes)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using var output = new CodedOutputStream(bytes);
        write(output);
        output.Flush();
        return bytes.ToArray();
    }
}
