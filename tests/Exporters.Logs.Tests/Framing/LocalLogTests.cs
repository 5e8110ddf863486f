using System.Buffers.Binary;
using System.Text;
using Exporters.Logs.Tests.Tailing;

namespace Exporters.Logs.Tests.Framing;

/// <summary>Files of Docker's log driver <c>local</c>.</summary>
internal sealed class LocalLogTests : IDisposable
{
    private const string Live = "local-logs/container.log";
    private TailRig _rig = null!;

    [SetUp]
    public void SetUp()
    {
        _rig = new TailRig { IsWrapped = true, MaxLineBytes = 64 * 1024, Include = [Live] };
        Directory.CreateDirectory(_rig.PathOf("local-logs"));
    }

    [TearDown]
    public void Dispose() => _rig.Dispose();

    [Test]
    public void The_text_the_time_and_the_output_come_out_of_each_entry()
    {
        Write("stderr", "hello\nyou", 1);
        _rig.Start().Deliver();
        var record = _rig.Receiver.Records.Single();
        Assert.That(record.Body, Is.EqualTo("hello\nyou"));
        Assert.That(record.Attributes, Does.EndWith("log.iostream=stderr"));
        Assert.That(new DateTime(record.Ticks, DateTimeKind.Utc), Is.EqualTo(new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc)));
    }

    [Test]
    public void Pieces_of_a_long_line_are_put_together_even_through_a_character_and_with_the_other_output_between()
    {
        _rig.Start();
        Write("stdout", "a\u00c3", 1, isPartial: true);
        _rig.Pass(2);
        Write("stderr", "between", 2);
        Write("stdout", "\u00a4c", 3, isPartial: true, isLast: true);
        Write("stdout", "next", 4);
        _rig.Pass(2);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "aäc", "between", "next" }));
        Assert.That(_rig.Ledger.Snapshot().Delivered, Is.EqualTo(4), "the ledger counts entries");
    }

    [Test]
    public void An_entry_that_is_not_whole_yet_waits()
    {
        var entry = Entry("stdout", "in pieces", 1, false, false);
        _rig.Start();
        _rig.Write(Live, entry[..9]);
        _rig.Pass(2);
        Assert.That(_rig.Receiver.Bodies, Is.Empty);
        _rig.Write(Live, entry[9..]);
        _rig.Pass(2);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "in pieces" }));
    }

    [Test]
    public void An_entry_that_fills_more_than_a_block_is_read()
    {
        _rig.MaxLineBytes = 1 << 20;
        _rig.Start();
        Write("stdout", new string('x', 600_000), 1);
        Write("stdout", "next", 2);
        _rig.Pass(3);
        Assert.That(_rig.Receiver.Bodies.Select(b => b.Length), Is.EqualTo(new[] { 600_000, 4 }));
    }

    [Test]
    public void Bytes_that_are_no_entry_are_passed_over_and_counted()
    {
        _rig.Start();
        Write("stdout", "before", 1);
        _rig.Write(Live, Entry("stdout", "torn by a crash", 2, false, false)[..20]);
        Write("stdout", "after", 3);
        _rig.Pass(3);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "before", "after" }));
        Assert.That(_rig.Ledger.Dropped["broken"], Is.EqualTo(1));
        Assert.That(_rig.Ledger.Snapshot(), Is.EqualTo((3L, 2L, 0L, 0L, 1L)));
    }

    [Test]
    public void A_later_run_goes_on_where_the_first_stood_through_a_rotation()
    {
        _rig.Start();
        Write("stdout", "one", 1);
        _rig.Pass(1);
        Write("stdout", "two", 2);
        _rig.Rename(Live, Live + ".1");
        Write("stdout", "three", 3);
        _rig.Restart().Pass(10);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "one", "two", "three" }));
    }

    private void Write(string output, string text, int second, bool isPartial = false, bool isLast = false) =>
        _rig.Write(Live, Entry(output, text, second, isPartial, isLast));

    /// <summary>What Docker writes, made by hand: Latin-1 text stands for bytes.</summary>
    private static byte[] Entry(string output, string text, int second, bool isPartial, bool isLast)
    {
        using var message = new MemoryStream();
        Bytes(message, 1, Encoding.Latin1.GetBytes(output));
        Number(message, 2, (ulong)(new DateTime(2026, 1, 1, 0, 0, second, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks * 100);
        Bytes(message, 3, Encoding.Latin1.GetBytes(text));
        if (isPartial)
        {
            Number(message, 4, 1);
            Bytes(message, 5, isLast ? [8, 1, 18, 1, 65] : [18, 1, 65, 24, 1]);
        }

        var entry = new byte[message.Length + 8];
        BinaryPrimitives.WriteUInt32BigEndian(entry, (uint)message.Length);
        message.ToArray().CopyTo(entry, 4);
        BinaryPrimitives.WriteUInt32BigEndian(entry.AsSpan(entry.Length - 4), (uint)message.Length);
        return entry;
    }

    private static void Bytes(MemoryStream message, int field, byte[] bytes)
    {
        Raw(message, (ulong)((field << 3) | 2));
        Raw(message, (ulong)bytes.Length);
        message.Write(bytes);
    }

    private static void Number(MemoryStream message, int field, ulong number)
    {
        Raw(message, (ulong)(field << 3));
        Raw(message, number);
    }

    private static void Raw(MemoryStream message, ulong number)
    {
        for (; number >= 0x80; number >>= 7)
        {
            message.WriteByte((byte)(number | 0x80));
        }

        message.WriteByte((byte)number);
    }
}
