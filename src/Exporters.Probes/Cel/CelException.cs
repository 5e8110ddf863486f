namespace Exporters.Probes.Cel;

/// <summary>An expression that is none, or that has no value for a body.</summary>
/// <param name="position">Where in the expression, from 0.</param>
/// <param name="message">What is wrong.</param>
internal sealed class CelException(int position, string message) : Exception(message)
{
    /// <summary>What is wrong, and at which character, from 1.</summary>
    public string Text => $"at character {position + 1}: {Message}";
}
