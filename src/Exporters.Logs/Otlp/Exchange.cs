namespace Exporters.Logs.Otlp;

/// <summary>What one attempt brought back.</summary>
internal sealed record Exchange
{
    /// <summary>A receiver that asks for more is asked again after this.</summary>
    public static readonly TimeSpan LongestAskedWait = TimeSpan.FromHours(1);

    /// <summary>HTTP status; 0 when no answer came.</summary>
    public int Status { get; init; }

    /// <summary>Whether the answer was a text for people, a login page say, though its status says success.</summary>
    public bool IsPage { get; init; }

    /// <summary>gRPC status; null over plain HTTP, or when the answer had none.</summary>
    public int? GrpcStatus { get; init; }

    /// <summary>How long the receiver asked to wait, at most <see cref="LongestAskedWait"/>; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Records that a successful answer said it refused.</summary>
    public long RejectedRecords { get; init; }

    /// <summary>Bytes of the request's body that went out; null when it had none.</summary>
    public long? RequestBytes { get; init; }

    /// <summary>The first words of the answer or of the error, in one line.</summary>
    public string ServerMessage { get; init; } = "";
}
