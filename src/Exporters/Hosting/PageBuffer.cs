using System.Buffers;
using System.IO.Compression;

namespace Exporters.Hosting;

/// <summary>Room for one page and for its compressed form, kept from scrape to scrape.</summary>
internal sealed class PageBuffer : IDisposable
{
    private readonly MemoryStream _compressed = new();

    /// <summary>Where the page is written.</summary>
    public ArrayBufferWriter<byte> Plain { get; } = new();

    /// <summary>The page after <see cref="Compress"/>.</summary>
    public ReadOnlyMemory<byte> Compressed => _compressed.GetBuffer().AsMemory(0, (int)_compressed.Length);

    /// <summary>Compresses the page with gzip at its fastest: the page goes over the network once and is thrown away.</summary>
    public void Compress()
    {
        using var gzip = new GZipStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
        gzip.Write(Plain.WrittenSpan);
    }

    /// <summary>Forgets the page and keeps the room.</summary>
    public void Clear()
    {
        Plain.ResetWrittenCount();
        _compressed.SetLength(0);
    }

    /// <inheritdoc/>
    public void Dispose() => _compressed.Dispose();
}
