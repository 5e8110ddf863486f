using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What happened when, for whoever must find out why a line went astray.</summary>
internal sealed class Timeline
{
    private readonly ConcurrentQueue<(int? File, string What)> _events = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Notes what happened to one log, or to all when <paramref name="file"/> is null.</summary>
    public void Note(int? file, string what) => _events.Enqueue((file, string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds:F3} {what}")));

    /// <summary>All that concerns one log, a line each.</summary>
    public string Of(int file) => string.Join('\n', _events.Where(e => e.File is null || e.File == file).Select(e => e.What));
}
