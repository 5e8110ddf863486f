using System.Globalization;
using System.Text;
using Exporters.Host.Self;
using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Self;

public sealed class ProcessCollectorTests
{
    [Test]
    public void It_agrees_with_what_the_runtime_knows_of_this_process()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var page = Page.Samples(new ProcessCollector(TimeProvider.System)).Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        Assert.That(page["process_start_time_seconds"], Is.EqualTo(new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0).Within(2));
        Assert.That(page["process_cpu_seconds_total"], Is.GreaterThan(0));
        Assert.That(page["process_resident_memory_bytes"], Is.EqualTo((double)self.WorkingSet64).Within(50_000_000));
        Assert.That(page["process_virtual_memory_bytes"], Is.GreaterThan(page["process_resident_memory_bytes"]));
        Assert.That(page["process_num_threads"], Is.GreaterThan(1));
        Assert.That(page["process_open_fds"], Is.GreaterThan(2).And.LessThanOrEqualTo(page["process_max_fds"]));
    }

    [Test]
    public void Unlimited_is_the_largest_number()
    {
        var text = "Limit                     Soft Limit           Hard Limit           Units     \n"
            + "Max open files            1024                 524288               files     \n"
            + "Max address space         unlimited            unlimited            bytes     \n";
        Assert.That(SelfLimits.Parse(Encoding.UTF8.GetBytes(text), "limits", _ => { }), Is.EqualTo(new SelfLimits(1024, ulong.MaxValue)));
    }
}
