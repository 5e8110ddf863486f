using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// Keeps native memory small. glibc gives each thread an arena of its own and keeps what was freed in it; compressing a page in
/// whichever thread answers leaves some megabytes in each. One arena, and large blocks given back to the system at once, cost
/// a few page faults per scrape and save 10 MB. See mallopt(3).
/// </summary>
public static class NativeMemoryTuning
{
    private const int LargeBlock = 64 * 1024;
    private const int KeptAtTop = 128 * 1024;

    /// <summary>Call once, before threads start.</summary>
    public static void Apply()
    {
        try
        {
            _ = Libc.MallocOption(Libc.ArenaMax, 1);
            _ = Libc.MallocOption(Libc.MmapThreshold, LargeBlock);
            _ = Libc.MallocOption(Libc.TrimThreshold, KeptAtTop);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without these knobs (musl); it has no arenas per thread either.
        }
    }
}
