namespace Exporters.Logs.Parsing.Formats;

/// <summary>The formats' names as they stand in the configuration.</summary>
internal static class LineFormats
{
    private static readonly string[] Names =
    [
        "auto", "raw", "plain", "json", "logfmt", "docker", "cri", "syslog-rfc5424", "syslog-rfc3164", "access", "klog", "python", "log4j",
        "dotnet", "regex", "journal",
    ];

    /// <summary>What <c>format:</c> may say; the journal's entries come as fields and need none.</summary>
    public static ReadOnlySpan<string> Configurable => Names.AsSpan(0, (int)LineFormat.Journal);

    /// <summary>The name of a format.</summary>
    public static string Name(this LineFormat format) => Names[(int)format];

    /// <summary>The format of a name that <see cref="Configurable"/> holds.</summary>
    public static LineFormat Parse(string name) => (LineFormat)Array.IndexOf(Names, name);
}
