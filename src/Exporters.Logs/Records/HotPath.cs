using System.Runtime.CompilerServices;

namespace Exporters.Logs.Records;

/// <summary>What every line goes through.</summary>
internal static class HotPath
{
    /// <summary>
    /// Compiled at its first call, for the machine it runs on, instead of ahead of time: only then are the library's span methods
    /// inlined into it. Costs about a millisecond once for each method, and a third less time for each line.
    /// </summary>
    public const MethodImplOptions Compile = MethodImplOptions.AggressiveOptimization;
}
