namespace Exporters.Containers.Lifecycle;

/// <summary>Times of inspection in the unit of events.</summary>
internal static class DockerTime
{
    /// <summary>Nanoseconds since 1970; 0 for never.</summary>
    public static long Nanoseconds(DateTimeOffset? time) =>
        time is { } known ? (known - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick : 0;
}
