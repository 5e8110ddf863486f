using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Linux.Interop;

/// <summary>A stream of zlib and the memory it took.</summary>
internal sealed unsafe class ZlibHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>A stream that takes its memory when it is initialised.</summary>
    public ZlibHandle()
        : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(Zlib.Stream)));

    /// <summary>The stream.</summary>
    public Zlib.Stream* Stream => (Zlib.Stream*)handle;

    /// <summary>Whether zlib has taken memory for it.</summary>
    public bool IsInitialised { get; set; }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        if (IsInitialised)
        {
            _ = Zlib.DeflateEnd(Stream);
        }

        NativeMemory.Free(Stream);
        return true;
    }
}
