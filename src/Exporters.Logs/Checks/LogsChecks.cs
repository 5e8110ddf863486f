using Exporters.Docker;
using Exporters.Linux;
using Exporters.Linux.Journal;
using Exporters.Logs.Sources;
using Exporters.Metrics.Checks;

namespace Exporters.Logs.Checks;

/// <summary>What the module needs outside of the process.</summary>
public static class LogsChecks
{
    /// <summary>Receiver, state directory, sources, and the clock that lines are dated by; none where the module is off.</summary>
    public static IReadOnlyList<OutsideCheck> Of(LogsConfig config) => !config.Enabled
        ? []
        :
        [
            ReceiverCheck.Of(config.Otlp),
            StateDirectoryCheck.Of(config.StateDirectory),
            .. config.Sources.Count > 0 ? Sources(config) : [OutsideCheck.Of("logs", () => CheckAnswer.Note("enabled, and has no sources: add logs.sources"))],
            OutsideCheck.Of("clock", Clock),
        ];

    /// <summary>The sources alone.</summary>
    public static IReadOnlyList<OutsideCheck> Sources(LogsConfig config) => [.. config.Sources.Select(Source)];

    private static OutsideCheck Source(SourceConfig source) => source.Kind switch
    {
        SourceKind.Docker => DockerCheck.Of(DockerEndpoint.Resolve(source.Endpoint, null, Environment.GetEnvironmentVariable), isRequired: true),
        SourceKind.Journal => OutsideCheck.Of($"logs {source.Name} {source.JournalPath ?? "journal"}", () => Journal(source.JournalPath)),
        _ => FilesCheck.Of(source),
    };

    private static CheckAnswer Journal(string? directory)
    {
        try
        {
            if (JournalFiles.Trouble(directory) is { } trouble)
            {
                return CheckAnswer.Bad(trouble.Message);
            }

            using var journal = SystemJournal.Open(directory, longestField: 1024);
            return journal.SeekLast() ? CheckAnswer.Good("can be read") : CheckAnswer.Note("can be read, and is empty");
        }
        catch (JournalException e)
        {
            return CheckAnswer.Bad(e.Message);
        }
    }

    /// <summary>Lines without a zone are of this machine's; times are the clock's.</summary>
    private static CheckAnswer Clock()
    {
        var zone = LocalZone.At(TimeProvider.System.GetUtcNow());
        var offset = TimeSpan.FromSeconds(Math.Abs(zone.OffsetSeconds));
        var text = $"times without a zone are {zone.Abbreviation} (UTC{(zone.OffsetSeconds < 0 ? "-" : "+")}{offset:hh\\:mm})";
        return KernelClock.TryRead(out var clock) != Errno.None ? CheckAnswer.Note($"{text}; whether it is in step cannot be read here")
            : clock.Synchronised ? CheckAnswer.Good($"{text}; kept in step")
            : CheckAnswer.Note($"{text}; nobody keeps the clock in step: timedatectl set-ntp true, or run chrony");
    }
}
