using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using Exporters.Linux.Compression;
using Exporters.Metrics.Exposition;

namespace Exporters.Hosting;

/// <summary>Room for one page as it goes over the network, kept from scrape to scrape.</summary>
internal sealed class PageBuffer
{
    /// <summary>What is handed to the connection at once: the server keeps as many buffers as were ever waiting.</summary>
    private const int Slice = 16 * 1024;

    /// <summary>Room that is kept whatever the size of the pages.</summary>
    private const int KeptBytes = 1024 * 1024;

    /// <summary>Encoders that are kept for later pages: as many as compress at once on most machines.</summary>
    private const int KeptEncoders = 2;

    private static readonly ConcurrentBag<GzipEncoder> Encoders = [];

    private readonly PieceWriter _pieces = new();
    private ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Takes the page in; compressed with gzip at its fastest, for it goes over the network once and is thrown away.</summary>
    public void Write(Page page, ExpositionFormat format, bool compressed)
    {
        if (_bytes.Capacity > KeptBytes && _bytes.WrittenCount < _bytes.Capacity / 4)
        {
            _bytes = new ArrayBufferWriter<byte>(); // pages were larger before
        }

        _bytes.ResetWrittenCount();
        if (compressed)
        {
            WriteCompressed(page, format);
        }
        else
        {
            page.Write(_bytes, format);
        }
    }

    /// <summary>Sends the page piece by piece, at the pace of who reads it.</summary>
    public async Task SendAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        for (var rest = _bytes.WrittenMemory; !rest.IsEmpty; rest = rest[Math.Min(Slice, rest.Length)..])
        {
            await writer.WriteAsync(rest[..Math.Min(Slice, rest.Length)], cancellationToken);
        }
    }

    private void WriteCompressed(Page page, ExpositionFormat format)
    {
        if (!Encoders.TryTake(out var encoder))
        {
            encoder = new GzipEncoder();
        }

        encoder.Begin(_bytes);
        _pieces.Begin(encoder);
        page.Write(_pieces, format);
        _pieces.Flush();
        encoder.Finish();
        if (Encoders.Count < KeptEncoders)
        {
            Encoders.Add(encoder);
        }
        else
        {
            encoder.Dispose();
        }
    }
}
