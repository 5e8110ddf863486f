using System.IO.Compression;
using System.IO.Pipelines;
using Exporters.Metrics.Exposition;

namespace Exporters.Hosting;

/// <summary>Room for one page as it goes over the network, kept from scrape to scrape.</summary>
internal sealed class PageBuffer : IDisposable
{
    /// <summary>What is handed to the connection at once: the server keeps as many buffers as were ever waiting.</summary>
    private const int Slice = 16 * 1024;

    /// <summary>Room that is kept whatever the size of the pages.</summary>
    private const int KeptBytes = 1024 * 1024;

    private readonly MemoryStream _bytes = new();
    private readonly PieceWriter _pieces = new();

    /// <summary>Takes the page in; compressed with gzip at its fastest, for it goes over the network once and is thrown away.</summary>
    public void Write(Page page, ExpositionFormat format, bool compressed)
    {
        _bytes.SetLength(0);
        if (compressed)
        {
            using var gzip = new GZipStream(_bytes, CompressionLevel.Fastest, leaveOpen: true);
            WriteTo(gzip, page, format);
        }
        else
        {
            WriteTo(_bytes, page, format);
        }

        if (_bytes.Capacity > KeptBytes && _bytes.Length < _bytes.Capacity / 4)
        {
            _bytes.Capacity = (int)Math.Max(_bytes.Length * 2, KeptBytes); // pages were larger before
        }
    }

    /// <summary>Sends the page piece by piece, at the pace of who reads it.</summary>
    public async Task SendAsync(PipeWriter writer, CancellationToken cancellationToken)
    {
        var rest = _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);
        for (; !rest.IsEmpty; rest = rest[Math.Min(Slice, rest.Length)..])
        {
            await writer.WriteAsync(rest[..Math.Min(Slice, rest.Length)], cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private void WriteTo(Stream stream, Page page, ExpositionFormat format)
    {
        _pieces.Begin(stream);
        page.Write(_pieces, format);
        _pieces.Flush();
    }
}
