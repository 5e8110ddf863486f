using Exporters.Docker.Answers;

namespace Exporters.Docker.Feed;

/// <summary>
/// Who follows the containers of a daemon. The feed calls one listener from one thread at a time, in the order of the members here:
/// a connection, then rounds (list, inspections, settled) and between them events (events, inspections, settled), until it is lost.
/// A listener that throws is dropped, and its exception is thrown where it listens.
/// </summary>
public interface IDockerListener
{
    /// <summary>How often the daemon's list is wanted. A list that is read for somebody else comes up to a quarter earlier.</summary>
    TimeSpan Interval { get; }

    /// <summary>The daemon answered, for the first time or after it was lost. Events are heard from here on, and a round follows.</summary>
    /// <param name="info">How it is set up.</param>
    /// <param name="heardSince">Since when this listener is told of events, in nanoseconds since 1970.</param>
    void Connected(InfoAnswer info, long heardSince);

    /// <summary>Every container that the daemon knows now.</summary>
    void Listed(IReadOnlyList<ContainerSummary> containers);

    /// <summary>Something happened to a container.</summary>
    void Heard(DockerEvent happened);

    /// <summary>The containers that have to be inspected now. Asked after a list and after events.</summary>
    IReadOnlyCollection<string> ToInspect();

    /// <summary>A container that was asked for; null when it does not exist any more.</summary>
    void Inspected(string id, ContainerDetails? details);

    /// <summary>A container that was asked for cannot be inspected, while the daemon goes on answering.</summary>
    void NotInspected(string id, DockerException failure);

    /// <summary>All of a round, or of some events, was told.</summary>
    /// <param name="roundStarted">The clock's timestamp when the round's list was asked for; null after events.</param>
    void Settled(long? roundStarted);

    /// <summary>The daemon does not answer, or not what is expected. It is tried again by itself; told at each try.</summary>
    void Lost(DockerException failure);
}
