using System.Globalization;

namespace Exporters.Docker;

/// <summary>Docker's times: RFC 3339 with nanoseconds, and the year 1 for "never".</summary>
internal static class DockerTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The time; null for "never", for nothing, and for what is no time.</summary>
    public static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && time.Year > 1
            ? time
            : null;

    /// <summary>Nanoseconds since 1970 as the parameters <c>since</c> and <c>until</c> want them: <c>seconds.nanoseconds</c>.</summary>
    public static string Parameter(long nanoseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{nanoseconds / NanosecondsPerSecond}.{nanoseconds % NanosecondsPerSecond:D9}");
}
