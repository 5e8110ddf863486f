using System.Globalization;
using System.Text;
using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Batching;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Delivery;
using Exporters.Logs.Parsing;
using Exporters.Logs.Paths;
using Exporters.Logs.Records;
using Exporters.Logs.Sources.Files;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;
using Exporters.Logs.Tests.Parsing;
using Exporters.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>A directory of log files and all that follows and delivers them, run by hand, one step at a time, on a manual clock.</summary>
internal sealed class TailRig : IDisposable
{
    private CheckpointStore? _store;
    private CheckpointState _checkpoints = new();

    public TailRig()
    {
        Root = Directory.CreateTempSubdirectory("tail-").FullName;
        Logs = Directory.CreateDirectory(Path.Combine(Root, "logs")).FullName;
        State = Path.Combine(Root, "state");
    }

    public string Root { get; }

    public string Logs { get; }

    public string State { get; set; }

    public ManualTimeProvider Time { get; } = new();

    public RecordingSender Receiver { get; } = new();

    public string[] Include { get; set; } = ["*.log"];

    public bool Joins { get; set; }

    public bool IsWrapped { get; set; }

    public PathLabels? PathLabels { get; set; }

    public Func<ILineParser> Parser { get; set; } = () => new TextParser();

    public int MaxLineBytes { get; set; } = 1024;

    public BatchLimits Limits { get; set; } = new();

    public FollowOptions Options { get; set; } = new();

    /// <summary>Whether the kernel tells of changes in directories; network file systems do not.</summary>
    public bool UsesEvents { get; set; } = true;

    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Done once, in the middle of the next discovery: after the names were listed, before any of them is looked at.</summary>
    public Action? AfterListing { get; set; }

    public bool IsUp => _store is not null;

    public FileFollower Follower { get; private set; } = null!;

    public Batcher Batcher { get; private set; } = null!;

    public Dispatcher Dispatcher { get; private set; } = null!;

    public SourceLedger Ledger { get; private set; } = null!;

    public CheckpointState Checkpoints => _checkpoints;

    public TailRig Start()
    {
        _store = CheckpointStore.Open(State, Time, NullLogger.Instance);
        _checkpoints = _store.State;
        Batcher = new Batcher(Limits, Time);
        Dispatcher = new Dispatcher(Batcher, Receiver, _store, Time, NullLogger.Instance);
        Ledger = new SourceLedger("app");
        if (_store.State.Sources.TryGetValue("app", out var totals))
        {
            Ledger.Restore(totals.Delivered, totals.Rejected, totals.Dropped);
        }

        var source = new SourceSetup
        {
            Ledger = Ledger,
            Parser = Parser,
            JoinRule = Joins ? () => new IndentRule() : null,
            MaxLineBytes = MaxLineBytes,
            IsWrapped = IsWrapped,
            PathLabels = PathLabels,
        };
        var resource = new LogResource([new("service.name", "app")]);
        var finder = new InterruptedFinder(this, new GlobFinder([.. Include.Select(i => Path.Combine(Logs, i))], [], source, resource));
        Follower = new FileFollower(new Intake(Batcher), [finder], Options with { UsesEvents = UsesEvents }, new StreamNumbers(_store.State.HighestId), Time, Logger);
        foreach (var stream in _store.State.Streams.Values.Where(s => s.Identity is not null))
        {
            Follower.Restore(stream, new FileOwner(finder, source, resource));
        }

        return this;
    }

    /// <summary>What the checkpoints tell of the file that has this name now; null when nothing.</summary>
    public StreamState? StateOf(string name)
    {
        if (FileStatus.TryRead(PathOf(name), out var status) != Errno.None)
        {
            return null;
        }

        StreamState? found = null;
        foreach (var (id, stream) in _checkpoints.Streams)
        {
            if (stream.Identity is { } identity && identity.Device == status.Device && identity.Inode == status.Inode && !(found?.Id > id))
            {
                found = stream;
            }
        }

        return found;
    }

    /// <summary>The files, each with the number and settled offset of its stream and its length; then all streams.</summary>
    public string Describe()
    {
        var files = new DirectoryInfo(Logs).GetFiles().Select(f => string.Create(
            CultureInfo.InvariantCulture, $"{f.Name}={(StateOf(f.Name) is { } state ? $"{state.Id}:{state.Acked.Offset}" : "?")}/{f.Length}"));
        var streams = _checkpoints.Streams.Values.Select(s => string.Create(
            CultureInfo.InvariantCulture, $"{s.Id}@{Path.GetFileName(s.Identity!.Path)}:{s.Identity.Inode % 1000}:{s.Acked.Offset}"));
        return $"{string.Join(' ', files)}; {string.Join(' ', streams)}";
    }

    public string PathOf(string name) => Path.Combine(Logs, name);

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        using var file = new FileStream(PathOf(name), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        file.Write(bytes);
        Touch(name);
    }

    public void Truncate(string name, string text = "")
    {
        using (var file = new FileStream(PathOf(name), FileMode.Truncate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        Touch(name);
    }

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Copy(string from, string to)
    {
        File.Copy(PathOf(from), PathOf(to), overwrite: true);
        Touch(to);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    /// <summary>Discovers and reads until there is no more to read, without sending anything.</summary>
    public void Read()
    {
        Follower.Discover(Time.GetUtcNow().UtcTicks);
        for (var i = 0; i < 1000 && Follower.Round(); i++)
        {
        }
    }

    /// <summary>Sends what was read.</summary>
    public void Send()
    {
        Batcher.CloseAll();
        while (Batcher.Closed.TryRead(out var batch))
        {
            Dispatcher.SendAsync(batch, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    /// <summary>Reads and sends until nothing moves.</summary>
    public TailRig Deliver()
    {
        var times = 0;
        do
        {
            Assert.That(times++, Is.LessThan(1000), "reading never comes to an end");
            Read();
            Send();
        }
        while (!Follower.HasRead);
        return this;
    }

    /// <summary>Time passes in rounds of a second, as it would.</summary>
    public TailRig Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Deliver();
        }

        return this;
    }

    /// <summary>The process dies: nothing is flushed, nothing written.</summary>
    public TailRig Kill()
    {
        Follower?.Dispose();
        _store?.Dispose();
        _store = null;
        return this;
    }

    public TailRig Restart() => Kill().Start();

    public void Dispose()
    {
        Kill();
        foreach (var directory in (string[])[Root, State])
        {
            if (Directory.Exists(directory))
            {
                Directory.Delete(directory, recursive: true);
            }
        }
    }

    /// <summary>Write times go with the manual clock, so that what counts as newer does not hang on the speed of this machine.</summary>
    private void Touch(string name)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        File.SetLastWriteTimeUtc(PathOf(name), Time.GetUtcNow().UtcDateTime);
    }
}
