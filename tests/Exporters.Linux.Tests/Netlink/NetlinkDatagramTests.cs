using System.Buffers.Binary;
using Exporters.Linux.Netlink;

namespace Exporters.Linux.Tests.Netlink;

public sealed class NetlinkDatagramTests
{
    private const ushort Noop = 1;
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const ushort Overrun = 4;
    private const ushort Interrupted = 0x10;

    [Test]
    public void Messages_come_one_by_one_and_padding_between_them_is_passed_over()
    {
        var seen = new Seen();
        byte[] datagram = [.. Message(16, [1, 2, 3]), .. Message(17, []), .. Message(Done, new byte[4])];
        Assert.That(Read(datagram, seen), Is.EqualTo(NetlinkProgress.Done));
        Assert.That(seen.Messages, Is.EqualTo(new[] { "16:010203", "17:" }));
    }

    [Test]
    public void A_dump_goes_on_over_several_datagrams()
    {
        var seen = new Seen();
        var reader = new NetlinkDatagram("test", 1);
        Assert.That(reader.Read(Message(16, [1, 0, 0, 0]), seen), Is.EqualTo(NetlinkProgress.More));
        Assert.That(reader.Read(Message(16, [2, 0, 0, 0]), seen), Is.EqualTo(NetlinkProgress.More));
        Assert.That(reader.Read(Message(Done, new byte[4]), seen), Is.EqualTo(NetlinkProgress.Done));
        Assert.That(seen.Messages, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_dump_that_was_interrupted_in_its_first_datagram_is_known_at_its_end()
    {
        var reader = new NetlinkDatagram("test", 1);
        Assert.That(reader.Read(Message(16, [], flags: Interrupted), new Seen()), Is.EqualTo(NetlinkProgress.More));
        Assert.That(reader.Read(Message(Done, []), new Seen()), Is.EqualTo(NetlinkProgress.Interrupted));
    }

    [Test]
    public void An_answer_to_somebody_elses_question_is_passed_over()
    {
        var seen = new Seen();
        byte[] datagram = [.. Message(16, [9], sequence: 7), .. Message(Error, BitConverter.GetBytes(-1), sequence: 7), .. Message(Done, [])];
        Assert.That(Read(datagram, seen), Is.EqualTo(NetlinkProgress.Done));
        Assert.That(seen.Messages, Is.Empty);
    }

    [Test]
    public void An_error_says_which() =>
        Assert.That(() => Read(Message(Error, [.. BitConverter.GetBytes(-1), .. new byte[16]]), new Seen()),
            Throws.TypeOf<ProcFileException>().With.Property("IsDenied").True.And.Message.EqualTo("test: permission denied"));

    [Test]
    public void An_error_at_the_end_of_a_dump_says_which() =>
        Assert.That(() => Read(Message(Done, BitConverter.GetBytes(-19)), new Seen()), Throws.TypeOf<ProcFileException>().With.Property("Errno").EqualTo(Errno.NoDevice));

    [Test]
    public void An_acknowledgement_and_an_empty_message_are_passed_over() =>
        Assert.That(Read([.. Message(Noop, []), .. Message(Error, new byte[4]), .. Message(Done, [])], new Seen()), Is.EqualTo(NetlinkProgress.Done));

    [Test]
    public void An_overrun_is_told() => Assert.That(Read(Message(Overrun, []), new Seen()), Is.EqualTo(NetlinkProgress.Overrun));

    [TestCase(3u, TestName = "A_length_less_than_a_header_is_refused")]
    [TestCase(17u, TestName = "A_length_beyond_the_datagram_is_refused")]
    [TestCase(uint.MaxValue, TestName = "A_length_that_overflows_is_refused")]
    public void A_length_that_cannot_be_is_refused(uint length)
    {
        var message = Message(16, []);
        BinaryPrimitives.WriteUInt32LittleEndian(message, length);
        Assert.That(() => Read(message, new Seen()), Throws.TypeOf<ProcFormatException>());
    }

    [Test]
    public void A_recorded_answer_cut_off_anywhere_gives_a_message_or_goes_on_but_nothing_else([Values("links", "addresses", "neighbours", "tcp")] string name)
    {
        var bytes = Recorded.Bytes(name);
        for (var length = 0; length < bytes.Length; length += 1 + (bytes.Length / 500))
        {
            foreach (INetlinkVisitor table in (INetlinkVisitor[])[new LinkTable(), new AddressTable(), new NeighbourTable(), new TcpSockets()])
            {
                try
                {
                    Recorded.Feed(bytes[..length], table);
                }
                catch (ProcFormatException)
                {
                }
            }
        }
    }

    [Test]
    public void Bytes_changed_at_random_are_refused_or_read_but_never_break_the_reader([Values("links", "addresses", "neighbours", "tcp")] string name)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var original = Recorded.Bytes(name);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])original.Clone();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            foreach (INetlinkVisitor table in (INetlinkVisitor[])[new LinkTable(), new AddressTable(), new NeighbourTable(), new TcpSockets()])
            {
                try
                {
                    Recorded.Feed(bytes, table);
                }
                catch (Exception e) when (e is ProcFormatException or ProcFileException)
                {
                }
            }
        }
    }

    private static NetlinkProgress Read(byte[] datagram, INetlinkVisitor visitor) => new NetlinkDatagram("test", 1).Read(datagram, visitor);

    private static byte[] Message(ushort type, byte[] body, ushort flags = 2, uint sequence = 1)
    {
        var message = new byte[(16 + body.Length + 3) & ~3];
        BinaryPrimitives.WriteInt32LittleEndian(message, 16 + body.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), flags);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), sequence);
        body.CopyTo(message, 16);
        return message;
    }

    private sealed class Seen : INetlinkVisitor
    {
        public List<string> Messages { get; } = [];

        public void Restart() => Messages.Clear();

        public void Message(ushort type, ReadOnlySpan<byte> body) => Messages.Add($"{type}:{Convert.ToHexString(body)}");
    }
}
