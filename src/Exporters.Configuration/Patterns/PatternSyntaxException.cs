namespace Exporters.Configuration.Patterns;

/// <summary>A pattern cannot be read; the message says why.</summary>
/// <param name="position">Where in the pattern, from 0, in UTF-16 units.</param>
/// <param name="message">What is wrong.</param>
internal sealed class PatternSyntaxException(int position, string message) : Exception(message)
{
    /// <summary>Where in the pattern, from 0, in UTF-16 units.</summary>
    public int Position { get; } = position;
}
