using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>Who runs this process, geteuid(2).</summary>
internal static partial class Libc
{
    /// <summary>geteuid(2): the effective user; never fails.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();
}
