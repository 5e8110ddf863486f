namespace Exporters.Docker;

/// <summary>Where a container wrote something; the numbers are those of the frame header.</summary>
public enum DockerLogChannel
{
    /// <summary>Standard input, echoed.</summary>
    Stdin = 0,

    /// <summary>Standard output; all there is of a container with a terminal.</summary>
    Stdout = 1,

    /// <summary>Standard error.</summary>
    Stderr = 2,

    /// <summary>An error of the daemon while it sends the log.</summary>
    Daemon = 3,
}
