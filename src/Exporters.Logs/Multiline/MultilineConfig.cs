using Exporters.Configuration;
using Exporters.Configuration.Patterns;

namespace Exporters.Logs.Multiline;

/// <summary>Which lines of a source make one record: the key <c>multiline</c>, <c>auto</c>, <c>off</c> or a mapping.</summary>
internal sealed record MultilineConfig
{
    /// <summary>Whether lines are joined at all; default yes.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>A record begins with a line that this finds; null recognises stack traces and indentation.</summary>
    public Pattern? Start { get; init; }

    /// <summary>Most lines of one record; default 500, 1 to 100000.</summary>
    public int MaxLines { get; init; } = 500;

    /// <summary>Most bytes of one record; default 256 KiB, 1 KiB to 16 MiB.</summary>
    public int MaxBytes { get; init; } = 256 * 1024;

    /// <summary>How long a record may wait for its next line; default 1 s, 10 ms to 5 m.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Reads the value of <c>multiline</c>; null gives <c>auto</c>.</summary>
    public static MultilineConfig Read(ConfigNode? node, ConfigReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var config = new MultilineConfig();
        if (node is null)
        {
            return config;
        }

        if (node.IsScalar)
        {
            // YAML reads a bare off as false.
            return config with { Enabled = node.OneOf("auto", "off", "false") is not ("off" or "false") };
        }

        var map = node.Map();
        config = new MultilineConfig
        {
            Start = map.Get("start")?.Pattern(),
            MaxLines = (int)(map.Get("max_lines")?.Integer(1, 100000) ?? config.MaxLines),
            MaxBytes = (int)(map.Get("max_bytes")?.Bytes(1024, 16 * 1024 * 1024) ?? config.MaxBytes),
            Timeout = map.Get("timeout")?.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)) ?? config.Timeout,
        };
        map.RejectUnknown();
        return config;
    }
}
