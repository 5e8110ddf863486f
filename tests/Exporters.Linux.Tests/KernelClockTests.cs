using System.Runtime.CompilerServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Tests;

public sealed class KernelClockTests
{
    [Test]
    public void The_structure_is_as_large_as_the_kernels() => Assert.That(Unsafe.SizeOf<Libc.Timex>(), Is.EqualTo(208));

    [TestCase(0x2000, 5e-6)]
    [TestCase(0, 5e-3)]
    public void The_offset_is_in_nanoseconds_or_microseconds_as_the_status_says(int status, double seconds)
    {
        var clock = KernelClock.From(new Libc.Timex { Status = status, Offset = 5000, Jitter = 5000, MaxError = 16_000_000 }, state: 0);
        Assert.That(clock.OffsetSeconds, Is.EqualTo(seconds));
        Assert.That(clock.PpsJitterSeconds, Is.EqualTo(seconds));
        Assert.That(clock.MaxErrorSeconds, Is.EqualTo(16));
        Assert.That(clock.Synchronised);
    }

    [Test]
    public void The_state_5_means_that_nobody_keeps_it_in_step() => Assert.That(KernelClock.From(default, state: 5).Synchronised, Is.False);

    [Test]
    public void A_frequency_of_one_ppm_is_a_millionth() =>
        Assert.That(KernelClock.From(new Libc.Timex { Frequency = 65536 }, state: 0).FrequencyRatio, Is.EqualTo(1.000001));
}
