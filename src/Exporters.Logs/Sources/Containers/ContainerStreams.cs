using Exporters.Logs.Batching;
using Exporters.Logs.Records;
using Exporters.Logs.Spool;
using Exporters.Logs.Storage;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Containers;

/// <summary>
/// The logs of containers that are in no file that may be read here: each comes through the Engine API to a spool of its own, below
/// <c>logs.state_dir</c>, and is kept there until it is delivered and the container is gone.
/// </summary>
internal sealed partial class ContainerStreams(
    ContainerWatch watch, SourceOptions options, SourceSetup setup, TimeProvider time, ILogger<ContainerStreams> logger) : ISourceReader
{
    private const string Key = "container:";

    private readonly string _directory = Path.Combine(options.StateDirectory, "containers", Uri.EscapeDataString(options.Source.Name));
    private readonly Dictionary<string, ApiTail> _tails = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StreamState> _states = new(StringComparer.Ordinal);
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly List<(string Id, ApiTail Tail)> _round = [];
    private Intake _intake = null!;
    private StreamNumbers _numbers = null!;
    private Action _wake = () => { };
    private IReadOnlyList<ContainerLog>? _seen;
    private string? _problem;
    private int _first;

    public bool IsAtEnd => false;

    public bool WantsRoom { get; private set; }

    public long LagBytes
    {
        get
        {
            var bytes = 0L;
            foreach (var tail in _tails.Values)
            {
                bytes += tail.LagBytes;
            }

            return bytes;
        }
    }

    public (string Source, string Reason, string Text)? Trouble
    {
        get
        {
            if (watch.Trouble is { } trouble)
            {
                return (options.Source.Name, watch.Reason, trouble);
            }

            return _problem is { } problem ? (options.Source.Name, "io", problem) : null;
        }
    }

    public bool IsOfItsKind(StreamState state) => state.Identity is not null || state.Key.StartsWith(Key, StringComparison.Ordinal);

    public void Open(Intake intake, StreamNumbers numbers, IReadOnlyList<StreamState> known, Action wake)
    {
        _intake = intake;
        _numbers = numbers;
        _wake = wake;
        var followed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var state in known)
        {
            if (state.Identity is { } file && Path.GetDirectoryName(file.FirstPath) is { } directory)
            {
                followed.Add(directory);
            }
            else if (state.Key.StartsWith(Key, StringComparison.Ordinal))
            {
                _states[state.Key[Key.Length..]] = state;
            }
        }

        AdoptSpools();
        if (Directory.Exists(_directory))
        {
            foreach (var directory in Directory.EnumerateDirectories(_directory))
            {
                if (ContainerAbout.Read(directory) is { } resource)
                {
                    Add(Path.GetFileName(directory), resource);
                }
            }
        }

        watch.IsSpooled = id => Directory.Exists(Path.Combine(_directory, id));
        watch.IsFollowed = path => Path.GetDirectoryName(path) is { } directory && followed.Contains(directory);
        watch.Changed = wake;
        watch.Start();
    }

    public bool Read()
    {
        WantsRoom = false;
        if (watch.HasAnswered && watch.Logs != _seen)
        {
            Reconcile(watch.Logs);
        }

        var more = false;
        _problem = null;
        for (var i = 0; i < _round.Count && !WantsRoom; i++)
        {
            // Whoever found no room is the first to get some.
            var at = (_first + i) % _round.Count;
            more |= Read(_round[at].Tail);
            _first = WantsRoom ? at : _first;
        }

        for (var i = _round.Count - 1; i >= 0; i--)
        {
            var (id, tail) = _round[i];
            if (watch.HasAnswered && !_present.Contains(id))
            {
                tail.Close();
                if (tail.IsOver)
                {
                    End(id, tail);
                }
            }
        }

        return more && !WantsRoom;
    }

    public void Dispose()
    {
        watch.Dispose();
        foreach (var tail in _tails.Values)
        {
            tail.Dispose();
        }
    }

    private bool Read(ApiTail tail)
    {
        _problem ??= tail.Problem;
        try
        {
            var result = tail.Read(time.GetUtcNow().UtcTicks);
            WantsRoom |= result == TailResult.NoRoom;
            return result == TailResult.More;
        }
        catch (IOException e)
        {
            _problem = e.Message;
            return false;
        }
    }

    private void Reconcile(IReadOnlyList<ContainerLog> logs)
    {
        _seen = logs;
        _present.Clear();
        _present.UnionWith(logs.Select(log => log.Id));
        foreach (var log in logs)
        {
            if (log.Place != LogPlace.Api)
            {
                continue;
            }

            try
            {
                ContainerAbout.Write(Path.Combine(_directory, log.Id), log.Resource);
                if (!_tails.TryGetValue(log.Id, out var tail))
                {
                    tail = Add(log.Id, log.Resource);
                }

                tail.Update(log);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or StateDirectoryException)
            {
                Log.NoSpool(logger, log.Name, e.Message);
                _problem = e.Message;
            }
        }

        foreach (var (id, state) in _states.ToList())
        {
            if (!_present.Contains(id))
            {
                // Killed after its spool had gone and before its checkpoint had.
                _states.Remove(id);
                Forget(new LogStream(state.Id, state.Key, setup, new LogResource([])) { AckedOffset = state.Acked.Offset });
            }
        }
    }

    private ApiTail Add(string id, LogResource resource)
    {
        _states.Remove(id, out var state);
        var stream = new LogStream(state?.Id ?? _numbers.Next(), Key + id, setup, resource);
        if (state is not null)
        {
            stream.AckedOffset = state.Acked.Offset;
            stream.LastTicks = state.LastTicks;
            stream.Replay = Replay.Of(state);
        }

        var spool = DiskSpool.Open(Path.Combine(_directory, id, "spool"), options.Spool, state?.Acked.Offset ?? 0, logger);
        var reading = new SpoolStream(spool, stream, state?.Acked ?? default, _intake, options.Follow.Times.UnfinishedLine, time);
        var tail = new ApiTail(watch, spool, stream, reading, time, logger, _wake);
        _tails.Add(id, tail);
        _round.Add((id, tail));
        return tail;
    }

    /// <summary>What was spooled under a name that no source has now is delivered by the first source of containers.</summary>
    private void AdoptSpools()
    {
        var names = options.NamesOfKind;
        var parent = Path.GetDirectoryName(_directory)!;
        if (names[0] != options.Source.Name || !Directory.Exists(parent))
        {
            return;
        }

        foreach (var former in Directory.EnumerateDirectories(parent).Where(d => !names.Contains(Uri.UnescapeDataString(Path.GetFileName(d)))).ToList())
        {
            Directory.CreateDirectory(_directory);
            foreach (var spool in Directory.EnumerateDirectories(former).ToList())
            {
                var place = Path.Combine(_directory, Path.GetFileName(spool));
                if (!Directory.Exists(place))
                {
                    Directory.Move(spool, place);
                }
            }

            if (!Directory.EnumerateFileSystemEntries(former).Any())
            {
                Directory.Delete(former);
            }
        }
    }

    /// <summary>The container is gone and everything of it is delivered.</summary>
    private void End(string id, ApiTail tail)
    {
        _tails.Remove(id);
        _round.Remove((id, tail));
        tail.Delete();
        try
        {
            Directory.Delete(Path.Combine(_directory, id), recursive: true);
        }
        catch (IOException)
        {
            // The next run finds it empty, and tries again.
        }

        Forget(tail.Stream);
    }

    private void Forget(LogStream stream)
    {
        _intake.Batcher.Begin(stream).Ends = true;
        _intake.Batcher.Seal(stream, new Position(stream.AckedOffset, LineContinuation.None, 0, 0), modifiedTicks: 0);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The log of container {Name} is not followed: its spool cannot be made: {Reason} It is tried again")]
        public static partial void NoSpool(ILogger logger, string name, string reason);
    }
}
