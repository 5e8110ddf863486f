namespace Exporters.Logs.Parsing.Formats;

/// <summary>How a line is written. The names that the configuration and people see are in <see cref="LineFormats"/>.</summary>
internal enum LineFormat : byte
{
    /// <summary>Recognised line by line.</summary>
    Auto,

    /// <summary>Nothing is looked for: the line is the body.</summary>
    Raw,

    /// <summary>Free text, with a time, a level and <c>key=value</c> pairs where it has them.</summary>
    Plain,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary><c>key=value</c> pairs and nothing else.</summary>
    Logfmt,

    /// <summary>Docker's json-file driver; what it wraps is recognised in turn.</summary>
    Docker,

    /// <summary>Kubernetes' container runtime interface; what it wraps is recognised in turn.</summary>
    Cri,

    /// <summary>RFC 5424.</summary>
    Syslog5424,

    /// <summary>RFC 3164, with or without priority.</summary>
    Syslog3164,

    /// <summary>Common or combined access log.</summary>
    Access,

    /// <summary>Kubernetes' klog, formerly glog.</summary>
    Klog,

    /// <summary>Python's <c>logging</c>.</summary>
    Python,

    /// <summary>log4j, logback, Spring Boot, JBoss.</summary>
    Log4j,

    /// <summary>.NET's simple and systemd console formatters.</summary>
    Dotnet,

    /// <summary>Named groups of a given pattern.</summary>
    Regex,

    /// <summary>A journal entry's fields.</summary>
    Journal,
}
