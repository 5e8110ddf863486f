using System.Text;

namespace Exporters.Metrics.Tests;

public sealed class FamilyWriterPartTests
{
    [Test]
    public void Parts_of_a_summary_stand_on_the_page_as_they_were_told()
    {
        var family = Family.Summary("rpc_seconds", "Time.");
        var labels = LabelSet.Of("code", "200");
        var writer = new FamilyWriter();
        writer.WritePart(family, SamplePart.Quantile, 0.2, labels, 0.5);
        writer.WritePart(family, SamplePart.Sum, 12.5, labels);
        writer.WritePart(family, SamplePart.Count, 3, labels);

        var block = writer.Blocks.Single();
        Assert.That(Encoding.UTF8.GetString(family.TextHeader), Does.Contain("# TYPE rpc_seconds summary\n"));
        Assert.That(Encoding.UTF8.GetString(block.Lines), Is.EqualTo(
            """
            rpc_seconds{code="200",quantile="0.5"} 0.2
            rpc_seconds_sum{code="200"} 12.5
            rpc_seconds_count{code="200"} 3

            """));
    }

    [Test]
    public void A_bucket_that_is_already_cumulated_is_not_added_up_again()
    {
        var family = Family.Histogram("h", "H.");
        var writer = new FamilyWriter();
        writer.WritePart(family, SamplePart.Bucket, 5, LabelSet.Empty, 1);
        writer.WritePart(family, SamplePart.Bucket, 7, LabelSet.Empty, double.PositiveInfinity);

        Assert.That(Encoding.UTF8.GetString(writer.Blocks.Single().Lines), Is.EqualTo("h_bucket{le=\"1\"} 5\nh_bucket{le=\"+Inf\"} 7\n"));
    }
}
