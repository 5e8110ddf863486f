using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Time;

public sealed class TimexCollectorTests
{
    [Test]
    public void The_kernel_of_this_machine_tells_plausible_values()
    {
        if (KernelClock.TryRead(out _) != Errno.None)
        {
            Assert.Ignore("adjtimex(2) is not allowed here");
        }

        var page = Page.Samples(Make.Collector("timex", new HostPaths())).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => double.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.That(page, Has.Count.EqualTo(17));
        Assert.That(page["node_timex_tick_seconds"], Is.EqualTo(0.01).Within(0.002));
        Assert.That(page["node_timex_frequency_adjustment_ratio"], Is.EqualTo(1).Within(0.001));
        Assert.That(page["node_timex_sync_status"], Is.AnyOf(0, 1));
        Assert.That(page["node_timex_maxerror_seconds"], Is.GreaterThanOrEqualTo(0));
    }
}
