using System.Collections.Concurrent;
using System.Globalization;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What happened when, for whoever must find out why a line went astray.</summary>
internal sealed class Timeline
{
    private readonly ConcurrentQueue<(int? File, string What)> _events = new();
    /// <summary>Notes what happened to one log, or to all when <paramref name="file"/> is null.</summary>
    public void Note(int? file, string what) => _events.Enqueue((file, string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:HH:mm:ss.fff} {what}")));

    /// <summary>Everything, a line each.</summary>
    public IEnumerable<string> All() => _events.Select(e => e.File is { } file ? string.Create(CultureInfo.InvariantCulture, $"{e.What} (file {file})") : e.What);

    /// <summary>All that concerns one log, a line each.</summary>
    public string Of(int file) => string.Join('\n', _events.Where(e => e.File is null || e.File == file).Select(e => e.What));
}
