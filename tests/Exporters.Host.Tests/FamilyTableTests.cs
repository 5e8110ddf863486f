using Exporters.Metrics;

namespace Exporters.Host.Tests;

public sealed class FamilyTableTests
{
    private static FamilyTable Table() => new(
        """
        rw counter node_x_writes_total Writes, in bytes.
        rw -
        rw gauge node_x_reads Reads.
        state untyped node_x_state State.
        """u8,
        "device");

    [Test]
    public void Each_word_has_its_families_in_the_order_of_the_lines()
    {
        var table = Table();
        var columns = table.Columns("rw"u8).ToArray();

        Assert.That(columns.Select(family => family?.Name), Is.EqualTo(new[] { "node_x_writes_total", null, "node_x_reads" }));
        Assert.That(columns[0]!.Help, Is.EqualTo("Writes, in bytes."));
        Assert.That(columns[0]!.LabelNames, Is.EqualTo(new[] { "device" }));
        Assert.That(table.Families.Select(family => family.Type), Is.EqualTo(new[] { MetricType.Counter, MetricType.Gauge, MetricType.Untyped }));
        Assert.That(table.Rows.Select(row => row.Key), Is.EqualTo(new[] { "rw", "rw", "state" }));
    }

    [Test]
    public void A_word_that_is_not_in_the_table_has_none()
    {
        Assert.That(Table().Find("other"u8), Is.Null);
        Assert.That(Table().Columns("other"u8).IsEmpty);
    }

    [Test]
    public void A_line_that_is_none_is_an_error_that_shows_it() =>
        Assert.That(() => new FamilyTable("rw meter node_x X."u8), Throws.TypeOf<FormatException>().With.Message.Contains("rw meter node_x X."));
}
