namespace Exporters.Configuration;

/// <summary>One thing wrong with the configuration: where, what is wrong, what would be right.</summary>
/// <param name="File">The file, as it was named; or <c>--flag</c>, or <c>$VARIABLE</c>.</param>
/// <param name="Line">Line from 1; 0 when the place has none.</param>
/// <param name="Column">Column from 1; 0 when the place has none.</param>
/// <param name="Path">The key, <c>logs.sources[2].include</c> say; empty for the whole file.</param>
/// <param name="Message">What is wrong, what would be right.</param>
public sealed record Problem(string File, int Line, int Column, string Path, string Message)
{
    /// <summary><c>file:line:column: path: message</c>, without the parts that are not known.</summary>
    public override string ToString() =>
        (Line > 0 ? $"{File}:{Line}:{Column}: " : $"{File}: ") + (Path.Length > 0 ? $"{Path}: " : "") + Message;
}
