using Exporters.Host.Kernel;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Kernel;

public sealed class PerfCollectorTests
{
    [TestCase("0", 0)]
    [TestCase("0-3,8", 0, 1, 2, 3, 8)]
    [TestCase("1-8:3", 1, 4, 7)]
    [TestCase("")]
    public void Lists_of_cpus_are_read(string text, params int[] cpus) => Assert.That(PerfCpus.Parse(text), Is.EqualTo(cpus));

    [TestCase("a")]
    [TestCase("1-")]
    [TestCase("1:2")]
    [TestCase("1-2-3")]
    [TestCase("0-99999999")]
    public void Anything_else_is_refused(string text) => Assert.That(PerfCpus.Parse(text), Is.Null);

    [Test]
    public void What_the_kernel_counts_grows()
    {
        var collector = Make.Collector("perf", new HostPaths(), "collector.perf.disable-hardware-profilers=true", "collector.perf.disable-cache-profilers=true", "collector.perf.software-profilers=PageFault");
        using var disposed = (IDisposable)collector;
        string[] samples;
        try
        {
            samples = Page.Samples(collector);
        }
        catch (CollectorUnavailableException e)
        {
            Assert.Ignore(e.Message);
            return;
        }

        Assert.That(samples, Is.Not.Empty.And.All.StartsWith("node_perf_page_faults_total{cpu="));
        Allocations.AreNone(collector);
    }

    [Test]
    public void A_tracepoint_has_a_family_of_its_own() => Assert.That(
        Make.Collector("perf", new HostPaths(), "collector.perf.tracepoint=sched:sched_process_fork").Families.Select(family => family.Name),
        Has.Member("node_perf_sched_sched_process_fork"));
}
