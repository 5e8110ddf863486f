namespace Exporters.Logs.Parsing.Fields;

/// <summary>What a named field of a structured line is for.</summary>
internal enum FieldRole : byte
{
    /// <summary>An attribute.</summary>
    None,
    Time,
    Level,
    Message,

    /// <summary>A message with holes for its values, which counts when no whole message is there.</summary>
    Template,
    Trace,
    Span,
}
