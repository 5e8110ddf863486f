using Exporters.Systemd.Bus;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Bus;

internal sealed class MessageFilterTests
{
    private static readonly byte[] Signal = FakeWire.Message(4, 1, 0, "s", FakeWire.Marshal("s", "changed"), (1, "o", "/unit"), (3, "s", "Changed"));
    private static readonly byte[] Call = FakeWire.Message(1, 2, 0, "s", FakeWire.Marshal("s", "why"), (1, "o", "/"), (3, "s", "Ping"));
    private static readonly byte[] Large = FakeWire.Message(2, 3, 9, "s", FakeWire.Marshal("s", new string('x', 50_000)));

    [TestCase(1, 4096)]
    [TestCase(7, 5)]
    [TestCase(16, 1)]
    [TestCase(100_000, 100_000)]
    public void Messages_pass_and_calls_do_not_wherever_the_bytes_are_cut(int received, int taken)
    {
        byte[] sent = [.. Call, .. Signal, .. Call, .. Large, .. Signal, .. Call, .. Call, .. Signal];
        byte[] expected = [.. Signal, .. Large, .. Signal, .. Signal];
        Assert.That(Pass(sent, received, taken), Is.EqualTo(expected));
    }

    [Test]
    public void Signals_of_the_bus_itself_do_not_pass()
    {
        var acquired = FakeWire.Message(4, 1, 0, "s", FakeWire.Marshal("s", ":1.7"), (1, "o", "/org/freedesktop/DBus"), (2, "s", "org.freedesktop.DBus"), (3, "s", "NameAcquired"));
        Assert.That(Pass([.. acquired, .. Signal], 100_000, 4096), Is.EqualTo(Signal));
    }

    [TestCase(255, TestName = "A header field that is longer than the header")]
    [TestCase(127, TestName = "A header field of 2 GiB")]
    public void A_header_that_lies_about_its_lengths_is_refused(byte highest)
    {
        var message = FakeWire.Message(4, 1, 0, "", [], (1, "o", "/unit"), (3, "s", "Changed"));
        message[16 + 7] = highest;
        Assert.That(() => Pass(message, 100_000, 4096), Throws.TypeOf<BusFormatException>().With.Message.Contains("header"));
    }

    [Test]
    public void An_answer_whose_first_text_is_longer_than_the_answer_is_refused()
    {
        var message = FakeWire.Message(2, 1, 9, "s", [255, 255, 255, 127, 65, 0]);
        Assert.That(() => Pass(message, 100_000, 4096), Throws.TypeOf<BusFormatException>());
    }

    [Test]
    public void An_answer_to_Hello_that_is_no_text_is_refused() => Assert.That(
        () => Pass(FakeWire.Message(2, 1, 1, "u", FakeWire.Marshal("u", 0x7fffffffU)), 100_000, 4096),
        Throws.TypeOf<BusFormatException>().With.Message.Contains("Hello"));

    [Test]
    public void A_header_of_more_than_8_KiB_is_refused() => Assert.That(
        () => Pass(FakeWire.Message(4, 1, 0, "", [], (1, "o", "/" + new string('x', 9000))), 100_000, 4096),
        Throws.TypeOf<BusFormatException>().With.Message.Contains("more than 8192"));

    [Test]
    public void Random_bytes_never_do_anything_but_throw_a_format_error()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            byte[] message = [.. random.Next(2) == 0 ? Signal : Call, .. Signal];
            for (var i = random.Next(6); i > 0; i--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            try
            {
                Pass(message, 1 + random.Next(100), 1 + random.Next(100));
            }
            catch (BusFormatException)
            {
                // The only exception allowed.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}");
            }
        }
    }

    [Test]
    public void A_message_of_16_MiB_passes_and_one_byte_more_does_not()
    {
        Assert.That(Pass([.. Header(MessageHead.MaxMessage - 16), .. new byte[100]], 16, 100), Has.Length.EqualTo(116));
        Assert.That(() => Pass(Header(MessageHead.MaxMessage - 15), 16, 100), Throws.TypeOf<BusFormatException>().With.Message.Contains("more than 16777216"));
    }

    [TestCase(new byte[] { (byte)'x', 2, 0, 1 }, TestName = "No byte order")]
    [TestCase(new byte[] { (byte)'l', 0, 0, 1 }, TestName = "No type of message")]
    [TestCase(new byte[] { (byte)'l', 5, 0, 1 }, TestName = "A type of message that does not exist")]
    [TestCase(new byte[] { (byte)'l', 2, 0, 2 }, TestName = "Another version of the protocol")]
    public void Bytes_that_begin_no_message_are_refused(byte[] start) =>
        Assert.That(() => Pass([.. start, .. new byte[12]], 16, 100), Throws.TypeOf<BusFormatException>());

    private static byte[] Header(int body) => [(byte)'l', 4, 0, 1, .. BitConverter.GetBytes(body), 1, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Gives the filter so many bytes at a time and takes so many from it at a time.</summary>
    private static byte[] Pass(byte[] sent, int received, int taken)
    {
        var filter = new MessageFilter();
        var passed = new List<byte>();
        var buffer = new byte[taken];
        for (var at = 0; at < sent.Length;)
        {
            var count = Math.Min(Math.Min(received, filter.Free.Length), sent.Length - at);
            sent.AsSpan(at, count).CopyTo(filter.Free.Span);
            filter.Received(count);
            at += count;
            while (filter.Take(buffer) is > 0 and var n)
            {
                passed.AddRange(buffer.AsSpan(0, n));
            }
        }

        return [.. passed];
    }
}
