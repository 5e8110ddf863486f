using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Exporters.Benchmarks;

/// <summary>
/// Times in CPU time of the process instead of time gone by, in a few long rounds: what such a machine is asked for is CPU, and others
/// who use it at the same time disturb this least.
/// </summary>
internal sealed class CpuTime : ManualConfig
{
    public CpuTime() => AddJob(Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithClock(new Clock())
        .WithWarmupCount(3)
        .WithIterationCount(12));

    private sealed class Clock : IClock
    {
        public string Title => "CPU";

        public bool IsAvailable => true;

        public Frequency Frequency => new(TimeSpan.TicksPerSecond);

        public long GetTimestamp() => Environment.CpuUsage.TotalTime.Ticks;
    }
}
