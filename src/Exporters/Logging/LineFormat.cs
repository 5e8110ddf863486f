namespace Exporters.Logging;

/// <summary>How a line of our own log looks.</summary>
internal enum LineFormat
{
    /// <summary><c>time=… level=info source=… msg="…" key=value</c>.</summary>
    Logfmt,

    /// <summary>One JSON object a line.</summary>
    Json,
}
