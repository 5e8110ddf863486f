using Exporters.Configuration;
using Exporters.Logs.Batching;
using Exporters.Logs.Multiline;
using Exporters.Logs.Otlp;
using Exporters.Logs.Parsing;
using Exporters.Logs.Paths;
using Exporters.Logs.Sources;
using Exporters.Logs.Spool;
using Exporters.Logs.Steps;
using Exporters.Logs.Tailing;

namespace Exporters.Logs;

/// <summary>Reads the section <c>logs</c>.</summary>
public static class LogsConfigReader
{
    private const int MaxStreamLabels = 10;

    /// <summary>Reads it; null gives a configuration that is off. Problems are noted in the report.</summary>
    public static LogsConfig Read(ConfigNode? section, ConfigReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (section is null)
        {
            return new LogsConfig { Enabled = false };
        }

        var map = section.Map();
        var config = new LogsConfig();
        var follow = config.Follow;
        config = config with
        {
            Enabled = map.Get("enabled")?.Bool() ?? true,
            StateDirectory = map.Get("state_dir")?.Text() is { Length: > 0 } state ? Path.GetFullPath(state, section.BaseDirectory) : config.StateDirectory,
            ShutdownTimeout = map.Get("shutdown_timeout")?.Duration(TimeSpan.Zero, TimeSpan.FromMinutes(5)) ?? config.ShutdownTimeout,
            PollInterval = map.Get("poll_interval")?.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10)) ?? config.PollInterval,
            Otlp = OtlpConfig.Read(map.Get("otlp"), report),
            Batch = ReadBatch(map.Get("batch")),
            Spool = SpoolLimits.Read(map.Get("spool")),
            Resource = ReadTexts(map.Get("resource")),
            Follow = follow with
            {
                DiscoveryInterval = map.Get("discovery_interval")?.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)) ?? follow.DiscoveryInterval,
                MaxOpenFiles = (int)(map.Get("max_open_files")?.Integer(16, 1_000_000) ?? follow.MaxOpenFiles),
                StartAtEnd = map.Get("start_at")?.OneOf("beginning", "end") == "end",
                Times = new TailTimes(
                    map.Get("unfinished_line_timeout")?.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(24)) ?? follow.Times.UnfinishedLine,
                    map.Get("rotate_wait")?.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)) ?? follow.Times.AfterRotation),
            },
            Sources = ReadSources(map.Get("sources"), report),
        };
        var otlp = config.Otlp.WithLabels(ReadLabels(map.Get("stream_labels")));
        map.RejectUnknown();
        var behind = config.Otlp.Limits.MaxBehind > TimeSpan.Zero ? config.Otlp.Limits.MaxBehind : ReceiverLimits.Loki.MaxBehind;
        return config with
        {
            Otlp = otlp,
            Follow = config.Follow with { ReadsAhead = behind / 4, Labels = otlp.Labels },
            Batch = config.Batch with { MaxSpan = behind / 2 },
        };
    }

    /// <summary>Names of resource attributes; Loki takes 15 labels a stream, of which some are there anyway.</summary>
    private static List<string> ReadLabels(ConfigNode? node)
    {
        var names = new List<string>();
        foreach (var item in node?.Items() ?? [])
        {
            if (item.Text() is not { } name)
            {
                continue;
            }

            if (name.Length == 0 || name.AsSpan().ContainsAny(" ={}\""))
            {
                item.Problem($"must name a resource attribute, filename say, got \"{name}\"");
            }

            names.Add(name);
        }

        if (names.Count > MaxStreamLabels)
        {
            node!.Problem($"has {names.Count} names; Loki takes 15 labels a stream, and five or more of them are there anyway: {MaxStreamLabels} at most");
        }

        return names;
    }

    private static BatchLimits ReadBatch(ConfigNode? node)
    {
        var limits = new BatchLimits();
        if (node?.Map() is { } map)
        {
            limits = new BatchLimits(
                (int)(map.Get("max_records")?.Integer(1, 100_000) ?? limits.MaxRecords),
                map.Get("max_bytes")?.Bytes(1024, 64 << 20) ?? limits.MaxBytes,
                map.Get("flush_interval")?.Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5)) ?? limits.FlushInterval);
            map.RejectUnknown();
        }

        return limits;
    }

    private static List<KeyValuePair<string, string>> ReadTexts(ConfigNode? node)
    {
        var texts = new List<KeyValuePair<string, string>>();
        foreach (var (key, value) in node?.Entries() ?? [])
        {
            if (value.Text() is { } text)
            {
                texts.Add(new(key, text));
            }
        }

        return texts;
    }

    private static List<SourceConfig> ReadSources(ConfigNode? node, ConfigReport report)
    {
        var items = new List<(ConfigNode Node, SourceConfig Source)>();
        var metrics = new Dictionary<string, DerivedMetricConfig>(StringComparer.Ordinal);
        foreach (var item in node?.Items() ?? [])
        {
            if (ReadSource(item, report) is { } source)
            {
                items.Add((item, source));
                foreach (var metric in source.Steps.Metrics)
                {
                    if (!metrics.TryAdd(metric.Name, metric) && !metrics[metric.Name].Fits(metric))
                    {
                        item.Problem($"derives the metric {metric.Name} with another type, other labels or other buckets than one before it; give one of them another name");
                    }
                }
            }
        }

        return SourceNames.Give(items);
    }

    private static SourceConfig? ReadSource(ConfigNode node, ConfigReport report)
    {
        var map = node.Map();
        var type = map.Get("type");
        if (type is null)
        {
            node.Problem("needs a type: file, docker or journald");
        }

        var kind = type?.OneOf("file", "docker", "journald");
        var service = map.Get("service")?.Text();
        var source = new SourceConfig
        {
            Kind = kind switch { "docker" => SourceKind.Docker, "journald" => SourceKind.Journal, _ => SourceKind.File },
            Name = map.Get("name")?.Text() ?? "",
            DefaultName = service ?? kind ?? "",
            Service = service,
            Include = [.. (map.Get("include")?.Texts() ?? []).Select(pattern => Path.GetFullPath(pattern, node.BaseDirectory))],
            PathLabels = kind == "file" ? PathLabels.Read(map.Get("path_labels")) : null,
            Endpoint = map.Get("endpoint")?.Text(),
            Units = kind == "journald" ? map.Get("units")?.Texts() ?? [] : [],
            JournalPath = kind == "journald" && map.Get("path")?.Text() is { Length: > 0 } path ? Path.GetFullPath(path, node.BaseDirectory) : null,
            Exclude = map.Get("exclude")?.Texts() ?? [],
            Resource = ReadTexts(map.Get("resource")),
            Format = FormatConfig.Read(map.Get("format"), report),
            Multiline = MultilineConfig.Read(map.Get("multiline"), report),
            Steps = StepsConfig.Read(map.Get("steps"), report),
            MaxLineBytes = (int)(map.Get("max_line_bytes")?.Bytes(1024, 4 << 20) ?? new SourceConfig().MaxLineBytes),
        };
        map.RejectUnknown();
        if (kind == "file" && source.Include.Count == 0)
        {
            node.Problem("a source of type file needs include: a list of paths or patterns such as /var/log/app/*.log");
        }

        return kind is null ? null : source;
    }
}
