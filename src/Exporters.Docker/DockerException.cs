namespace Exporters.Docker;

/// <summary>A call to Docker came to nothing. The message says what was asked, where, and what came back.</summary>
public sealed class DockerException : Exception
{
    /// <summary>Says why.</summary>
    public DockerException(DockerFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    /// <summary>The kind of failure.</summary>
    public DockerFailure Failure { get; }
}
