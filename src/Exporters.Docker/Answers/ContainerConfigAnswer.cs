namespace Exporters.Docker.Answers;

/// <summary>What is read of <c>Config</c> of a container.</summary>
public sealed class ContainerConfigAnswer
{
    /// <summary>The image as it was named at creation.</summary>
    public string? Image { get; init; }

    /// <summary>Whether it has a terminal: then its log stream is not framed.</summary>
    public bool Tty { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Its environment, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string>? Env { get; init; }
}
