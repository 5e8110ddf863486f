using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>Memory and swap of the machine, from <c>/proc/meminfo</c>; proc_meminfo(5).</summary>
/// <param name="TotalBytes"><c>MemTotal</c>.</param>
/// <param name="SwapBytes"><c>SwapTotal</c>.</param>
internal sealed record MachineMemory(ulong? TotalBytes, ulong? SwapBytes)
{
    private const ulong BytesPerKib = 1024;

    /// <summary>Reads the two lines; one that is no number is null, and reported.</summary>
    public static MachineMemory Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        ulong? total = 0, swap = 0;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
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
