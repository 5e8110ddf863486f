using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>
/// zlib as the runtime brings it along, in libSystem.IO.Compression.Native: the functions below <c>DeflateStream</c>, which cannot
/// begin a second stream in the memory of the first. <c>deflateReset</c> is there in the native build, where zlib itself is linked
/// in; the library that a managed build loads does not export it.
/// </summary>
internal static partial class Zlib
{
    public const int Ok = 0;
    public const int StreamEnd = 1;
    public const int NoFlush = 0;
    public const int Finish = 4;

    private const string Library = "libSystem.IO.Compression.Native";

    /// <summary>deflateInit2 of zlib.h; 0 when it worked.</summary>
    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateInit2_")]
    public static unsafe partial int DeflateInit(Stream* stream, int level, int method, int windowBits, int memoryLevel, int strategy);

    /// <summary>deflate of zlib.h.</summary>
    [LibraryImport(Library, EntryPoint = "CompressionNative_Deflate")]
    public static unsafe partial int Deflate(Stream* stream, int flush);

    /// <summary>deflateEnd of zlib.h.</summary>
    [LibraryImport(Library, EntryPoint = "CompressionNative_DeflateEnd")]
    public static unsafe partial int DeflateEnd(Stream* stream);

    /// <summary>deflateReset of zlib.h.</summary>
    /// <param name="state">zlib's own z_stream, <see cref="Stream.InternalState"/>.</param>
    [LibraryImport(Library, EntryPoint = "deflateReset")]
    public static partial int DeflateReset(nint state);

    /// <summary>The runtime's struct PAL_ZStream.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public unsafe struct Stream
    {
        public byte* NextIn;
        public byte* NextOut;
        public byte* Message;
        public nint InternalState;
        public uint AvailableIn;
        public uint AvailableOut;
    }
}
