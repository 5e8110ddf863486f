using System.Text;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Storage;
using Exporters.Logs.Streams;
using Exporters.Testing;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Tests.Checkpoints;

/// <summary>What is on disk: today's bytes, yesterday's, and broken ones.</summary>
internal sealed class CheckpointFormatTests : ILogger
{
    // Two files, one of them behind a symbolic link, a stream that is no file, a ledger.
    private const string Today =
        "6578706F72746572732D636865636B706F696E7473203120320A36010000DB7090C209010103617070000101000000000000002A000000000000"
        + "0006EFCDAB89674523010D2F6C6F67732F612E6C6F672E310B2F6C6F67732F612E6C6F670301AC020006887766554433221100107B34B647DF08"
        + "01107B34B647DF08000201F40302AC0200107B34B647DF0800900300107B34B647DF0801010203617070000101000000000000002B0000000000"
        + "000006EFCDAB89674523010B2F6C6F67732F622E6C6F670B2F6C6F67732F622E6C6F670602072F646174612F6203020701070100000000000000"
        + "00107B34B647DF0800107B34B647DF08000109076A6F75726E616C0B7373682E73657276696365000309000000000000000000000000107B34B6"
        + "47DF0800000000000000000109733D6162633B693D310403617070E807010772656675736564030205656D70747901056C6576656C14";

    // The same as it was before links were noted.
    private const string Yesterday =
        "6578706F72746572732D636865636B706F696E7473203120320A2C010000DCE5C12909010103617070000101000000000000002A000000000000"
        + "0006EFCDAB89674523010D2F6C6F67732F612E6C6F672E310B2F6C6F67732F612E6C6F670301AC020006887766554433221100107B34B647DF08"
        + "01107B34B647DF08000201F40302AC0200107B34B647DF0800900300107B34B647DF0801010203617070000101000000000000002B0000000000"
        + "000006EFCDAB89674523010B2F6C6F67732F622E6C6F670B2F6C6F67732F622E6C6F670302070107010000000000000000107B34B647DF080010"
        + "7B34B647DF08000109076A6F75726E616C0B7373682E73657276696365000309000000000000000000000000107B34B647DF0800000000000000"
        + "000109733D6162633B693D310403617070E807010772656675736564030205656D70747901056C6576656C14";

    private static readonly long Now = new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly List<string> _said = [];
    private string _directory = "";

    [SetUp]
    public void MakeDirectory()
    {
        _directory = Directory.CreateTempSubdirectory("checkpoints").FullName;
        _said.Clear();
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    private string Snapshot => Path.Combine(_directory, "checkpoints");

    [Test]
    public void Today_s_bytes_are_these()
    {
        using (var store = Open())
        {
            store.State.Apply(Sample());
            store.Compact();
        }

        Assert.That(Convert.ToHexString(File.ReadAllBytes(Snapshot)), Is.EqualTo(Today));
    }

    [TestCase(Today, "/data/b")]
    [TestCase(Yesterday, null)]
    public void What_was_written_is_read(string hex, string? target)
    {
        File.WriteAllBytes(Snapshot, Convert.FromHexString(hex));
        using var store = Open();
        var streams = store.State.Streams;
        Assert.That(streams.Keys, Is.EquivalentTo(new[] { 1, 2, 9 }));
        Assert.That(streams[1].Identity, Is.EqualTo(new FileFingerprint(1, 42, 6, 0x0123456789ABCDEF, "/logs/a.log.1", "/logs/a.log")));
        Assert.That(streams[1].Acked, Is.EqualTo(new Position(300, LineContinuation.None, 6, 0x1122334455667788)));
        Assert.That(streams[1].IntendedOffset, Is.EqualTo(500));
        Assert.That(streams[1].Marks, Is.EqualTo(new[] { new ReplayMark(300, Now, false), new ReplayMark(400, Now, true) }));
        Assert.That(streams[2].Identity!.Target, Is.EqualTo(target));
        Assert.That((streams[9].Source, streams[9].Key, streams[9].Cursor), Is.EqualTo(("journal", "ssh.service", "s=abc;i=1")));
        var ledger = store.State.Sources["app"];
        Assert.That((ledger.Delivered, ledger.Rejected["refused"], ledger.Dropped["level"], ledger.Dropped["empty"]), Is.EqualTo((1000, 3, 20, 1)));
        Assert.That(_said, Is.Empty);
    }

    [Test]
    public void A_snapshot_with_a_wrong_byte_is_put_aside_and_said([Values(0, 40, 200)] int at)
    {
        var bytes = Convert.FromHexString(Today);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(Snapshot, bytes);
        using var store = Open();
        Assert.That(store.State.Streams, Is.Empty);
        Assert.That(File.ReadAllBytes(Snapshot + ".broken"), Is.EqualTo(bytes));
        Assert.That(_said, Has.One.StartsWith($"Error: {Snapshot} is broken (").And.One.Contains("lines may arrive twice"));
    }

    [TestCase(20, TestName = "A journal that ends in the middle of a record is read up to there and it is said")]
    [TestCase(0, TestName = "A journal whose last record has a wrong byte is read up to there and it is said")]
    public void A_broken_journal(int missing)
    {
        string journal;
        using (var store = Open())
        {
            journal = Directory.GetFiles(_directory, "checkpoints.journal.*").Single();
        }

        var first = Frame(Sample());
        var second = Frame(Ledger());
        second[^1] ^= 1;
        File.AppendAllBytes(journal, [.. first, .. second[..^missing]]);
        using var again = Open();
        Assert.That(again.State.Streams, Has.Count.EqualTo(3));
        Assert.That(again.State.Sources["app"].Delivered, Is.EqualTo(1000));
        Assert.That(_said, Has.One.StartsWith($"Warning: The last {second.Length - missing} bytes of {journal}"));
    }

    [Test]
    public void What_a_newer_version_wrote_is_left_alone()
    {
        File.WriteAllText(Snapshot, "exporters-checkpoints 2 1\n");
        Assert.That(Open, Throws.TypeOf<StateDirectoryException>().With.Message.Contains("newer version").And.Message.Contains("logs.state_dir"));
        Assert.That(File.ReadAllText(Snapshot), Is.EqualTo("exporters-checkpoints 2 1\n"));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Add($"{logLevel}: {formatter(state, exception)}");

    private static byte[] Frame(byte[] content)
    {
        byte[] frame = [.. new byte[Frames.HeaderSize], .. content];
        Frames.WriteHeader(frame);
        return frame;
    }

    private static byte[] Ledger()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        CheckpointState.WriteLedger(writer, "app", 7, [], []);
        return [.. bytes.ToArray(), .. bytes.ToArray(), .. bytes.ToArray()];
    }

    private static byte[] Sample()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        var plain = new FileFingerprint(1, 42, 6, 0x0123456789ABCDEF, "/logs/a.log.1", "/logs/a.log");
        CheckpointState.WriteStream(writer, 1, "app", "", plain);
        CheckpointState.WriteSettled(writer, 1, new Position(300, LineContinuation.None, 6, 0x1122334455667788), Now, Now + 1, null);
        CheckpointState.WriteIntent(writer, 1, 500, [new ReplayMark(300, Now, Breaks: false), new ReplayMark(400, Now, Breaks: true)]);
        CheckpointState.WriteStream(writer, 2, "app", "", plain with { Inode = 43, Path = "/logs/b.log", FirstPath = "/logs/b.log", Target = "/data/b" });
        CheckpointState.WriteSettled(writer, 2, new Position(7, LineContinuation.TooLong, 7, 1), Now, Now, null);
        CheckpointState.WriteStream(writer, 9, "journal", "ssh.service", null);
        CheckpointState.WriteSettled(writer, 9, default, Now, 0, "s=abc;i=1");
        CheckpointState.WriteLedger(writer, "app", 1000, [("refused", 3)], [("level", 20), ("empty", 1)]);
        return bytes.ToArray();
    }

    private CheckpointStore Open() => CheckpointStore.Open(_directory, new ManualTimeProvider(), this);
}
