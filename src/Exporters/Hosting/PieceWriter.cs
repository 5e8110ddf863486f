using System.Buffers;
using Exporters.Linux.Compression;

namespace Exporters.Hosting;

/// <summary>Passes what is written on to an encoder, a piece at a time, so that the whole is never held.</summary>
internal sealed class PieceWriter : IBufferWriter<byte>
{
    private const int Piece = 16 * 1024;

    private byte[] _bytes = new byte[Piece];
    private int _count;
    private GzipEncoder? _target;

    /// <summary>Where the next pieces go.</summary>
    public void Begin(GzipEncoder target)
    {
        _target = target;
        _count = 0;
    }

    /// <summary>Passes on what is still held.</summary>
    public void Flush()
    {
        _target!.Write(_bytes.AsSpan(0, _count));
        _count = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _count += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _count < Math.Max(1, sizeHint))
        {
            Flush();
            if (_bytes.Length < sizeHint)
            {
                _bytes = new byte[sizeHint];
            }
        }

        return _bytes.AsMemory(_count);
    }
}
