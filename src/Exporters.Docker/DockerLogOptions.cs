namespace Exporters.Docker;

/// <summary>What to ask of a container's log.</summary>
public sealed record DockerLogOptions
{
    /// <summary>Whether the stream stays open for what the container writes next; else it ends with the last line there is.</summary>
    public bool Follow { get; init; } = true;

    /// <summary>Whether standard output is wanted.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Whether standard error is wanted.</summary>
    public bool Stderr { get; init; } = true;

    /// <summary>Whether each message begins with its time (RFC 3339 with nanoseconds) and a blank.</summary>
    public bool Timestamps { get; init; } = true;

    /// <summary>Only messages of this time or later, in nanoseconds since 1970; null for all.</summary>
    public long? SinceNanoseconds { get; init; }

    /// <summary>Only this many of the last lines; null for all.</summary>
    public int? Tail { get; init; }

    /// <summary>Whether the container has a terminal (<c>Config.Tty</c> of its details): its stream is not framed.</summary>
    public bool Tty { get; init; }
}
