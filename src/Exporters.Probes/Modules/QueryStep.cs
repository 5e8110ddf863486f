using Exporters.Configuration.Patterns;

namespace Exporters.Probes.Modules;

/// <summary>One step of a conversation over TCP or a Unix socket: expect, then send, then starttls, each if given.</summary>
internal sealed record QueryStep
{
    /// <summary>Lines are read until one matches; null: none.</summary>
    public Pattern? Expect { get; init; }

    /// <summary>Exactly these bytes must come; empty: none.</summary>
    public byte[] ExpectBytes { get; init; } = [];

    /// <summary>What is sent; in a text <c>${1}</c> stands for a group of <see cref="Expect"/>, and a newline follows. Empty: nothing.</summary>
    public byte[] Send { get; init; } = [];

    /// <summary>Whether <see cref="Send"/> was given as <c>!!binary</c>: sent as it is.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Labels of <c>probe_expect_info</c>, made from the groups of <see cref="Expect"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Whether TLS starts here.</summary>
    public bool StartTls { get; init; }
}
