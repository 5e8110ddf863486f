using System.Buffers;
using System.IO.Compression;
using System.Text;
using Exporters.Linux.Compression;

namespace Exporters.Linux.Tests.Compression;

[TestFixture]
public sealed class GzipEncoderTests
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 5000).Select(i => $"node_cpu_seconds_total{{cpu=\"{i}\",mode=\"idle\"}} {i * 17}\n")));

    [Test]
    public void One_text_after_the_other_comes_back_whole()
    {
        using var encoder = new GzipEncoder();
        foreach (var text in new[] { Page, [], "x\n"u8.ToArray(), Noise(300_000), Page })
        {
            Assert.That(Decompress(Compress(encoder, text)), Is.EqualTo(text));
        }
    }

    [Test]
    public void What_was_not_finished_leaves_no_trace_in_the_next_text()
    {
        using var encoder = new GzipEncoder();
        encoder.Begin(new ArrayBufferWriter<byte>());
        encoder.Write(Page);

        Assert.That(Compress(encoder, "short"u8.ToArray()), Is.EqualTo(Compress(new GzipEncoder(), "short"u8.ToArray())));
    }

    [Test]
    public void The_compressed_form_is_appended_to_what_the_target_holds()
    {
        using var encoder = new GzipEncoder();
        var target = new ArrayBufferWriter<byte>();
        target.Write("before"u8);
        encoder.Begin(target);
        encoder.Write(Page);
        encoder.Finish();

        Assert.That(target.WrittenSpan[..6].ToArray(), Is.EqualTo("before"u8.ToArray()));
        Assert.That(Decompress(target.WrittenSpan[6..].ToArray()), Is.EqualTo(Page));
    }

    [Test]
    public void A_page_of_metrics_shrinks_to_a_fifth_at_most()
    {
        using var encoder = new GzipEncoder();

        Assert.That(Compress(encoder, Page), Has.Length.LessThan(Page.Length / 5));
    }

    private static byte[] Compress(GzipEncoder encoder, byte[] text)
    {
        var target = new ArrayBufferWriter<byte>();
        encoder.Begin(target);
        foreach (var piece in text.Chunk(16 * 1024))
        {
            encoder.Write(piece);
        }

        encoder.Finish();
        return target.WrittenSpan.ToArray();
    }

    private static byte[] Decompress(byte[] bytes)
    {
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var text = new MemoryStream();
        gzip.CopyTo(text);
        return text.ToArray();
    }

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
