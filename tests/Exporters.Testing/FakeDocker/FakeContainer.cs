#pragma warning disable CA1507 // The names are fields of Docker's answers, whatever our properties are called.
using System.Globalization;
using System.Text.Json.Nodes;

namespace Exporters.Testing.FakeDocker;

/// <summary>A container of the fake daemon: its answers have the shape that a real daemon gives them.</summary>
public sealed class FakeContainer
{
    private const string Never = "0001-01-01T00:00:00Z";

    /// <summary>64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Without the slash.</summary>
    public required string Name { get; set; }

    public string Image { get; init; } = "zoo/busybox:latest";

    public string ImageId { get; init; } = "sha256:5e2ab0ad9f4ad3a2ba2b9c3e9b8b7c4f6f1c1b7f2b2f8e1c9d3a4b5c6d7e8f90";

    public string State { get; set; } = "running";

    /// <summary>Null without a health check.</summary>
    public string? Health { get; set; }

    public int Pid { get; set; }

    public int ExitCode { get; set; }

    public bool OomKilled { get; set; }

    public int RestartCount { get; set; }

    public DateTimeOffset Created { get; init; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public DateTimeOffset? Started { get; set; } = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    public DateTimeOffset? Finished { get; set; }

    public string NetworkMode { get; init; } = "default";

    public string CgroupParent { get; init; } = "";

    public string RestartPolicy { get; init; } = "no";

    public bool Tty { get; init; }

    public string LogDriver { get; init; } = "json-file";

    public string LogPath { get; init; } = "";

    public long? SizeRw { get; set; }

    public IDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<string> Env { get; init; } = ["PATH=/bin"];

    /// <summary>An id from a number, for tests with many.</summary>
    public static string IdOf(int number) => number.ToString("x64", CultureInfo.InvariantCulture);

    internal JsonObject Summary(bool sizes)
    {
        var summary = new JsonObject
        {
            ["Id"] = Id,
            ["Names"] = new JsonArray("/" + Name),
            ["Image"] = Image,
            ["ImageID"] = ImageId,
            ["Command"] = "sh",
            ["Created"] = Created.ToUnixTimeSeconds(),
            ["Ports"] = new JsonArray(),
            ["Labels"] = LabelsJson(),
            ["State"] = State,
            ["Status"] = StatusText(),
            ["HostConfig"] = new JsonObject { ["NetworkMode"] = NetworkMode },
        };
        if (sizes && SizeRw is { } size)
        {
            summary["SizeRw"] = size;
            summary["SizeRootFs"] = size + 1_000_000;
        }

        return summary;
    }

    internal JsonObject Details()
    {
        var state = new JsonObject
        {
            ["Status"] = State,
            ["Running"] = State is "running" or "paused" or "restarting",
            ["Paused"] = State == "paused",
            ["Restarting"] = State == "restarting",
            ["OOMKilled"] = OomKilled,
            ["Dead"] = State == "dead",
            ["Pid"] = Pid,
            ["ExitCode"] = ExitCode,
            ["Error"] = "",
            ["StartedAt"] = Time(Started),
            ["FinishedAt"] = Time(Finished),
        };
        if (Health is not null)
        {
            state["Health"] = new JsonObject { ["Status"] = Health, ["FailingStreak"] = 0, ["Log"] = new JsonArray() };
        }

        return new JsonObject
        {
            ["Id"] = Id,
            ["Created"] = Time(Created),
            ["Path"] = "sh",
            ["Args"] = new JsonArray(),
            ["State"] = state,
            ["Image"] = ImageId,
            ["LogPath"] = LogPath,
            ["Name"] = "/" + Name,
            ["RestartCount"] = RestartCount,
            ["Driver"] = "overlay2",
            ["HostConfig"] = new JsonObject
            {
                ["NetworkMode"] = NetworkMode,
                ["CgroupParent"] = CgroupParent,
                ["RestartPolicy"] = new JsonObject { ["Name"] = RestartPolicy, ["MaximumRetryCount"] = 0 },
                ["LogConfig"] = new JsonObject { ["Type"] = LogDriver, ["Config"] = new JsonObject() },
            },
            ["Config"] = new JsonObject
            {
                ["Tty"] = Tty,
                ["Image"] = Image,
                ["Labels"] = LabelsJson(),
                ["Env"] = new JsonArray([.. Env.Select(variable => (JsonNode)variable)]),
            },
        };
    }

    private static string Time(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture) ?? Never;

    private string StatusText() => State switch
    {
        "running" => "Up 3 minutes" + Health switch { "starting" => " (health: starting)", { } health => $" ({health})", null => "" },
        "paused" => "Up 3 minutes (Paused)",
        "restarting" => $"Restarting ({ExitCode}) 2 seconds ago",
        "created" => "Created",
        "dead" => "Dead",
        _ => $"Exited ({ExitCode}) 3 minutes ago",
    };

    private JsonObject LabelsJson()
    {
        var labels = new JsonObject();
        foreach (var (key, value) in Labels)
        {
            labels[key] = value;
        }

        return labels;
    }
}
