using Exporters.Metrics;

namespace Exporters.Systemd.Logind;

/// <summary>Sessions of logind by seat, place, type and class, as <c>loginctl</c> lists them. Prints the last round.</summary>
internal sealed class LogindCollector(LogindWatcher watcher, TimeProvider time) : ICollector
{
    private static readonly Family Sessions = Family.Gauge("node_logind_sessions", "Sessions of this kind.", "seat", "remote", "type", "class");

    /// <inheritdoc/>
    public string Name => "logind";

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families { get; } = [Sessions, SelfFamilies.DataAge];

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer)
    {
        var snapshot = watcher.Current;
        writer.Write(SelfFamilies.DataAge, time.GetElapsedTime(snapshot.Taken).TotalSeconds, Name);
        foreach (var seat in snapshot.Seats)
        {
            foreach (var remote in (string[])["true", "false"])
            {
                foreach (var type in LogindClient.Types)
                {
                    foreach (var kind in LogindClient.Classes)
                    {
                        writer.Write(
                            Sessions, snapshot.Sessions.GetValueOrDefault($"{seat}/{LogindSnapshot.Kind(remote, type, kind)}"), seat, remote, type, kind);
                    }
                }
            }
        }
    }
}
