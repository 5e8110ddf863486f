using System.Buffers;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Compression;

/// <summary>
/// Compresses one text after the other with gzip (RFC 1952) at its fastest, in the same 350 KB of native memory. A
/// <see cref="System.IO.Compression.GZipStream"/> asks for that memory anew for each text; mapping it, clearing it and giving it
/// back costs more than compressing a page of metrics does.
/// </summary>
public sealed unsafe class GzipEncoder : IDisposable
{
    private const int Fastest = 1;
    private const int Deflated = 8;
    private const int GzipWindow = 15 + 16; // the largest window, and gzip's header and trailer around
    private const int MemoryLevel = 8;
    private const int LeastRoom = 4096;

    private static bool resets = true;

    private readonly ZlibHandle _zlib = new();
    private IBufferWriter<byte>? _target;

    /// <summary>Begins a text; what was not finished before is forgotten.</summary>
    /// <param name="target">Where its compressed form is appended.</param>
    /// <exception cref="InvalidOperationException">There is no memory for it.</exception>
    public void Begin(IBufferWriter<byte> target)
    {
        _target = target;
        if (_zlib.IsInitialised)
        {
            if (resets && TryReset())
            {
                return;
            }

            _zlib.IsInitialised = false;
            _ = Zlib.DeflateEnd(_zlib.Stream);
        }

        if (Zlib.DeflateInit(_zlib.Stream, Fastest, Deflated, GzipWindow, MemoryLevel, strategy: 0) != Zlib.Ok)
        {
            throw new InvalidOperationException("zlib cannot begin to compress: there is no memory for it");
        }

        _zlib.IsInitialised = true;
    }

    /// <summary>Takes in a piece of the text.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        var stream = _zlib.Stream;
        fixed (byte* start = text)
        {
            stream->NextIn = start;
            stream->AvailableIn = (uint)text.Length;
            while (stream->AvailableIn > 0)
            {
                Deflate(Zlib.NoFlush);
            }

            stream->NextIn = null;
        }
    }

    /// <summary>Ends the text: all of its compressed form is in the target.</summary>
    public void Finish()
    {
        while (Deflate(Zlib.Finish) != Zlib.StreamEnd)
        {
            // The target had no room for the rest.
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _zlib.Dispose();

    private int Deflate(int flush)
    {
        var room = _target!.GetSpan(LeastRoom);
        int result;
        var stream = _zlib.Stream;
        fixed (byte* start = room)
        {
            stream->NextOut = start;
            stream->AvailableOut = (uint)room.Length;
            result = Zlib.Deflate(stream, flush);
        }

        _target.Advance(room.Length - (int)stream->AvailableOut);
        return result is Zlib.Ok or Zlib.StreamEnd ? result : throw new InvalidOperationException($"zlib's deflate answered {result}");
    }

    private bool TryReset()
    {
        try
        {
            return Zlib.DeflateReset(_zlib.Stream->InternalState) == Zlib.Ok;
        }
        catch (EntryPointNotFoundException)
        {
            resets = false; // a managed build
            return false;
        }
    }
}
