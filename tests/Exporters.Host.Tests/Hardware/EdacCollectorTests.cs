using Exporters.Testing;

namespace Exporters.Host.Tests.Hardware;

public sealed class EdacCollectorTests
{
    [Test]
    public void Errors_are_counted_by_controller_row_and_channel()
    {
        const string Controller = "sys/devices/system/edac/mc/mc0";
        using var machine = FixtureTree.With($"{Controller}/ce_count", "1\n").Add($"{Controller}/ue_count", "5\n")
            .Add($"{Controller}/ce_noinfo_count", "2\n").Add($"{Controller}/ue_noinfo_count", "6\n")
            .Add($"{Controller}/csrow0/ce_count", "3\n").Add($"{Controller}/csrow0/ue_count", "4\n")
            .Add($"{Controller}/csrow0/ch1_ce_count", "8\n").Add($"{Controller}/csrow0/ch1_dimm_label", "mc#0csrow#0channel#1\n")
            .Add($"{Controller}/csrow0/ch0_ce_count", "7\n").Add($"{Controller}/csrow0/ch0_ue_count", "9\n").Add($"{Controller}/dimm0/size", "1\n");
        Assert.That(Page.Samples(Make.Collector("edac", machine.Paths)), Is.EqualTo(new[]
        {
            """node_edac_channel_correctable_errors_total{controller="0",csrow="0",channel="0",dimm_label="unknown"} 7""",
            """node_edac_channel_correctable_errors_total{controller="0",csrow="0",channel="1",dimm_label="mc0_csrow0_channel1"} 8""",
            """node_edac_channel_uncorrectable_errors_total{controller="0",csrow="0",channel="0",dimm_label="unknown"} 9""",
            """node_edac_correctable_errors_total{controller="0"} 1""",
            """node_edac_csrow_correctable_errors_total{controller="0",csrow="unknown"} 2""",
            """node_edac_csrow_correctable_errors_total{controller="0",csrow="0"} 3""",
            """node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="unknown"} 6""",
            """node_edac_csrow_uncorrectable_errors_total{controller="0",csrow="0"} 4""",
            """node_edac_uncorrectable_errors_total{controller="0"} 5""",
        }));
    }
}
