using System.Globalization;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>How long a kill test is: <c>KILL_LINES</c>, <c>KILL_TIMES</c> and <c>SEED</c> in the environment win over the short form.</summary>
internal sealed record KillPlan(int Lines, int Kills, int Seed)
{
    public const int Files = 20;

    /// <summary>The most records that a batch may hold, so the most that a kill may repeat.</summary>
    public const int BatchRecords = 1000;

    /// <summary>A request larger than this gets 413.</summary>
    public const int MaxRequestBytes = 240_000;

    /// <summary>How long a log keeps its file at least; <c>KILL_PACE_MS</c>, 3000.</summary>
    public TimeSpan Pace { get; } = TimeSpan.FromMilliseconds(Number("KILL_PACE_MS", 3000));

    /// <summary><c>KILL_TIMELINE</c>: a directory that gets files <c>timeline</c>, what happened when, and <c>log</c>, what the processes logged at debug level; null for none.</summary>
    public string? Timeline { get; } = Environment.GetEnvironmentVariable("KILL_TIMELINE");

    public int LinesPerFile => Lines / Files;

    public static KillPlan FromEnvironment() => new(Number("KILL_LINES", 50_000), Number("KILL_TIMES", 8), Number("SEED", Random.Shared.Next()));

    /// <summary>A line that the receiver refuses whenever it sees it.</summary>
    public static bool IsPoison(int id) => id % 20_011 == 7;

    /// <summary>A line that is too large for a request of its own.</summary>
    public static bool IsGiant(int id) => id % 50_021 == 11;

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
