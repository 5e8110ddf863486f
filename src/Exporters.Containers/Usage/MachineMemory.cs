using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>Memory and swap of the machine, from <c>/proc/meminfo</c>; proc_meminfo(5).</summary>
/// <param name="TotalBytes"><c>MemTotal</c>.</param>
/// <param name="SwapBytes"><c>SwapTotal</c>.</param>
internal sealed record MachineMemory(ulong TotalBytes, ulong SwapBytes)
{
    private const ulong BytesPerKib = 1024;

    /// <summary>Reads the two lines.</summary>
    /// <exception cref="ProcFormatException">One of them is no number.</exception>
    public static MachineMemory Parse(ReadOnlySpan<byte> text, string source)
    {
        ulong total = 0, swap = 0;
        for (var file = new Utf8Cursor(text, source); file.NextLine(out var line);)
        {
            var key = line.Until((byte)':');
            if (key.SequenceEqual("MemTotal"u8))
            {
                total = line.UInt64() * BytesPerKib;
            }
            else if (key.SequenceEqual("SwapTotal"u8))
            {
                swap = line.UInt64() * BytesPerKib;
            }
        }

        return new MachineMemory(total, swap);
    }
}
