namespace Exporters.LogSink;

/// <summary>How the sink listens and answers.</summary>
public sealed record SinkOptions
{
    /// <summary>Address for http/protobuf; port 0 for any free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:0";

    /// <summary>Address for gRPC; null for none.</summary>
    public string? Grpc { get; init; }

    /// <summary>Serve both over TLS with this certificate (PKCS#12); a client's certificate is asked for then.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2? Certificate { get; init; }

    /// <summary>See <see cref="LogSink.Script"/>.</summary>
    public string Script { get; init; } = "";

    /// <summary>Larger requests (uncompressed) get 413; 0 for no bound.</summary>
    public int MaxBytes { get; init; }

    /// <summary>A request with a record whose body holds this gets 400; null for none.</summary>
    public string? Poison { get; init; }

    /// <summary>Keep every accepted record in memory, for tests in the same process.</summary>
    public bool Keep { get; init; }

    /// <summary>Append a line for each accepted record: hash, time, resource attributes by name, body's first 200 characters; null for none.</summary>
    public string? Dump { get; init; }

    /// <summary>
    /// Count how often each record came, by the value of this attribute or, when the record has none, by what follows
    /// <c>NAME=</c> in its body; null for not at all.
    /// </summary>
    public string? IdKey { get; init; }

    /// <summary>Told of every request before it is answered: what it held and what the answer will be; null for nobody.</summary>
    public Action<Answer, IReadOnlyList<SinkRecord>>? Asked { get; init; }

    public bool Decodes => Poison is not null || Keep || Dump is not null || IdKey is not null || Asked is not null;
}
