using System.Diagnostics;
using System.Globalization;
using System.Text;
using Exporters.Logs.Batching;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Delivery;
using Exporters.Logs.Parsing;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Journal;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;
using Exporters.Logs.Tests.Parsing;
using Exporters.Logs.Tests.Tailing;
using Exporters.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Sources.Journal;

/// <summary>A journal in a directory, written by systemd's own tool, and all that reads and delivers it, one step at a time.</summary>
internal sealed class JournalRig : IDisposable
{
    private static readonly string[] Writers = ["/lib/systemd/systemd-journal-remote", "/usr/lib/systemd/systemd-journal-remote"];

    private readonly string _writer;
    private readonly string _root = Directory.CreateTempSubdirectory("journal-").FullName;
    private CheckpointStore? _store;
    private long _microseconds = 1_795_254_600_000_000;

    private JournalRig(string writer)
    {
        _writer = writer;
        Journal = Directory.CreateDirectory(Path.Combine(_root, "journal")).FullName;
    }

    public string Journal { get; }

    public string[] Units { get; set; } = [];

    public LogsConfig Config { get; set; } = new();

    public BatchLimits Limits { get; set; } = new();

    public int MaxLineBytes { get; set; } = 64 * 1024;

    public RecordingSender Receiver { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public JournalSource Source { get; private set; } = null!;

    public SourceLedger Ledger { get; private set; } = null!;

    public Batcher Batcher { get; private set; } = null!;

    public Dispatcher Dispatcher { get; private set; } = null!;

    public List<string> Log { get; } = [];

    /// <summary>Streams in the checkpoints.</summary>
    public int Known => _store!.State.Streams.Count;

    /// <summary>A rig; the test is skipped where nobody can write a journal.</summary>
    public static JournalRig OrIgnore()
    {
        var writer = Array.Find(Writers, File.Exists);
        if (writer is null)
        {
            Assert.Ignore("systemd-journal-remote is not installed");
        }

        return new JournalRig(writer!);
    }

    /// <summary>Adds an entry to a file of the journal; <c>MESSAGE</c> may hold anything.</summary>
    public void Write(string message, string? unit = "shop.service", string file = "system", params (string Name, string Value)[] fields) =>
        WriteAll(file, [(message, unit, fields)]);

    public void WriteAll(string file, IEnumerable<(string Message, string? Unit, (string Name, string Value)[] Fields)> entries)
    {
        using var text = new MemoryStream();
        foreach (var (message, unit, fields) in entries)
        {
            _microseconds += 1000;
            Field(text, "__REALTIME_TIMESTAMP", _microseconds.ToString(CultureInfo.InvariantCulture));
            Field(text, "__MONOTONIC_TIMESTAMP", (_microseconds - 1_795_254_000_000_000).ToString(CultureInfo.InvariantCulture));
            Field(text, "_BOOT_ID", "0123456789abcdef0123456789abcdef");
            Field(text, "MESSAGE", message);
            if (unit is not null)
            {
                Field(text, "_SYSTEMD_UNIT", unit);
            }

            foreach (var (name, value) in fields)
            {
                Field(text, name, value);
            }

            text.WriteByte((byte)'\n');
        }

        var export = Path.Combine(_root, "export");
        File.WriteAllBytes(export, text.ToArray());
        using var process = Process.Start(new ProcessStartInfo(_writer, ["-o", Path.Combine(Journal, file + ".journal"), export]) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, error);
    }

    public JournalRig Start()
    {
        _store = CheckpointStore.Open(Path.Combine(_root, "state"), Time, NullLogger.Instance);
        Batcher = new Batcher(Limits, Time);
        Dispatcher = new Dispatcher(Batcher, Receiver, _store, Time, NullLogger.Instance);
        Ledger = new SourceLedger("journald");
        if (_store.State.Sources.TryGetValue("journald", out var totals))
        {
            Ledger.Restore(totals.Delivered, totals.Rejected, totals.Dropped);
        }

        var setup = new SourceSetup { Ledger = Ledger, Parser = () => LineParsers.Create(new FormatConfig()), MaxLineBytes = MaxLineBytes };
        var source = new SourceConfig { Kind = SourceKind.Journal, Name = "journald", Units = Units, JournalPath = Journal };
        using var loggers = new LoggerFactory([new ListLogger(Log)]);
        Source = new JournalSource(PipelineSources.Options(Config, source), setup, Time, loggers.CreateLogger<JournalSource>());
        Source.Open(new Intake(Batcher), new StreamNumbers(_store.State.HighestId), [.. _store.State.Streams.Values], () => { });
        return this;
    }

    public void Read()
    {
        for (var i = 0; i < 10_000 && Source.Read(); i++)
        {
        }
    }

    public void Send()
    {
        Batcher.CloseAll();
        while (Batcher.Closed.TryRead(out var batch))
        {
            Dispatcher.SendAsync(batch, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    /// <summary>Reads and sends until nothing moves, the position included.</summary>
    public JournalRig Deliver()
    {
        do
        {
            Read();
            Send();
        }
        while (Source.WantsRoom);
        Read();
        Send();
        return this;
    }

    /// <summary>The process dies and another starts.</summary>
    public JournalRig Restart()
    {
        Kill();
        return Start();
    }

    public void Dispose()
    {
        Kill();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    private void Kill()
    {
        Source?.Dispose();
        _store?.Dispose();
    }

    private static void Field(MemoryStream text, string name, string value)
    {
        // What journalctl -o export writes: as text where it can be, else name, length in 64 bits, value.
        var bytes = Encoding.Latin1.GetBytes(value);
        text.Write(Encoding.ASCII.GetBytes(name));
        if (bytes.All(b => b is >= 32 and < 127))
        {
            text.WriteByte((byte)'=');
        }
        else
        {
            text.WriteByte((byte)'\n');
            text.Write(BitConverter.GetBytes((ulong)bytes.Length));
        }

        text.Write(bytes);
        text.WriteByte((byte)'\n');
    }
}
