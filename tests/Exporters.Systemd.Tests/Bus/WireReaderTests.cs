using Exporters.Systemd.Bus;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Bus;

internal sealed class WireReaderTests
{
    [Test]
    public void Skipping_any_type_ends_where_the_next_value_begins()
    {
        var bytes = FakeWire.Marshal(
            "a{sv}(yua(st))avt",
            new object[] { new object[] { "k", new FakeWire.Variant("a(sasbt)", new object[] { new object[] { "x", new object[] { "y" }, true, 1UL } }) } },
            new object[] { (byte)7, 8U, new object[] { new object[] { "s", 9UL } } },
            new object[] { new FakeWire.Variant("s", "v"), new FakeWire.Variant("v", new FakeWire.Variant("u", 1U)) },
            4711UL);
        var reader = new WireReader(bytes, false);
        reader.Skip("a{sv}"u8);
        reader.Skip("(yua(st))"u8);
        reader.Skip("av"u8);
        Assert.That(reader.UInt64(), Is.EqualTo(4711UL));
        Assert.That(reader.AtEnd, Is.True);
    }

    [Test]
    public void A_big_endian_peer_is_understood()
    {
        var reader = new WireReader([0, 0, 0, 2, (byte)'o', (byte)'k', 0, 0, 0, 0, 0, 9], true);
        Assert.That(reader.String(), Is.EqualTo("ok"));
        Assert.That(reader.UInt32(), Is.EqualTo(9U));
    }

    [TestCase("a")]
    [TestCase("(")]
    [TestCase("(u")]
    [TestCase("a{")]
    [TestCase("")]
    [TestCase("?")]
    [TestCase("uu")]
    [TestCase("{sv}")]
    [TestCase("aaaaaaaa")]
    public void A_garbage_signature_is_a_format_error(string signature) =>
        Assert.That(() => Skip(new byte[64], signature), Throws.TypeOf<BusFormatException>());

    [Test]
    public void A_type_that_nests_without_end_is_a_format_error()
    {
        var bytes = Enumerable.Repeat(new byte[] { 1, (byte)'v', 0 }, 1000).SelectMany(b => b).ToArray();
        Assert.That(() => Skip(bytes, "v"), Throws.TypeOf<BusFormatException>());
        Assert.That(() => Skip(bytes, new string('(', 200)), Throws.TypeOf<BusFormatException>());
    }

    [Test]
    public void Random_bytes_never_do_anything_but_throw_a_format_error()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var types = "ybnqiuxtdsogva(){}"u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(80)];
            random.NextBytes(bytes);
            if (bytes.Length > 4 && random.Next(2) == 0)
            {
                bytes.AsSpan(1, 3).Clear();
            }

            var signature = new string(random.GetItems(types, random.Next(12)).Select(b => (char)b).ToArray());
            try
            {
                Skip(bytes, signature);
            }
            catch (BusFormatException)
            {
                // The only exception allowed.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}, \"{signature}\": {e}");
            }
        }
    }

    private static void Skip(byte[] bytes, string signature)
    {
        var reader = new WireReader(bytes, false);
        reader.Skip(System.Text.Encoding.ASCII.GetBytes(signature));
    }
}
