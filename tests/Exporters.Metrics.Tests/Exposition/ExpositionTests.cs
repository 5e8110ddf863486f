using System.Globalization;
using Exporters.Testing.Exposition;

namespace Exporters.Metrics.Tests.Exposition;

[TestFixture]
public sealed class ExpositionTests
{
    private static readonly Family Plain = Family.Gauge("plain", "A gauge.");
    private static readonly Family Labelled = Family.Gauge("labelled", "With labels.", "a", "b");

    [Test]
    public void A_sample_without_labels_has_no_braces()
    {
        var writer = new FamilyWriter();
        writer.Write(Plain, 1);

        Assert.That(Render.Text(writer), Is.EqualTo("# HELP plain A gauge.\n# TYPE plain gauge\nplain 1\n"));
    }

    [TestCase(0, "0")]
    [TestCase(-0.0, "0")]
    [TestCase(1, "1")]
    [TestCase(-17, "-17")]
    [TestCase(0.1, "0.1")]
    [TestCase(1e-7, "1E-07")]
    [TestCase(9007199254740991, "9007199254740991")]
    [TestCase(1.8446744073709552E+19, "1.8446744073709552E+19")]
    [TestCase(double.MaxValue, "1.7976931348623157E+308")]
    [TestCase(double.Epsilon, "5E-324")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "+Inf")]
    [TestCase(double.NegativeInfinity, "-Inf")]
    public void A_value_is_the_shortest_text_that_reads_back_as_itself(double value, string text)
    {
        var writer = new FamilyWriter();
        writer.Write(Plain, value);

        Assert.That(Render.Text(writer), Does.EndWith($"\nplain {text}\n"));
    }

    [Test]
    public void Any_double_survives_the_page()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 5000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            var writer = new FamilyWriter();
            writer.Write(Plain, value);

            Assert.That(ExpositionParser.Parse(Render.Text(writer))["plain"].Samples[0].Value, Is.EqualTo(value));
        }
    }

    [Test]
    public void Label_values_with_quotes_backslashes_newlines_and_any_script_come_back_whole()
    {
        const string Odd = "a\"b\\c\nd\te=é,{}中\U0001F600";
        var writer = new FamilyWriter();
        writer.Write(Labelled, 1, Odd, "");

        var sample = ExpositionParser.Parse(Render.Text(writer))["labelled"].Samples[0];

        Assert.That(sample.Labels["a"], Is.EqualTo(Odd));
        Assert.That(sample.Labels["b"], Is.Empty);
    }

    [Test]
    public void Bytes_that_are_no_UTF8_become_the_replacement_character()
    {
        var writer = new FamilyWriter();
        writer.Write(Plain, 1, new LabelCache("device").Get([0x65, 0xFF, 0x74]));
        writer.Write(Labelled, 1, "\uD800", null);

        var families = ExpositionParser.Parse(Render.Text(writer));

        Assert.That(families["plain"].Samples[0].Labels["device"], Is.EqualTo("e\uFFFDt"));
        Assert.That(families["labelled"].Samples[0].Labels["a"], Is.EqualTo("\uFFFD"));
    }

    [Test]
    public void A_null_leaves_its_label_out()
    {
        var writer = new FamilyWriter();
        writer.Write(Labelled, 1, (string?)null, "x");

        Assert.That(Render.Text(writer), Does.EndWith("\nlabelled{b=\"x\"} 1\n"));
    }

    [Test]
    public void Encoded_labels_stand_before_the_familys_own()
    {
        var writer = new FamilyWriter();
        writer.Write(Labelled, 1, new LabelSet(["id", "name"], ["/x", null]), "1", "2");

        Assert.That(Render.Text(writer), Does.EndWith("\nlabelled{id=\"/x\",a=\"1\",b=\"2\"} 1\n"));
    }

    [Test]
    public void A_series_is_published_once_however_often_it_is_written()
    {
        var writer = new FamilyWriter();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 200; i++)
            {
                writer.Write(Labelled, round, i.ToString(CultureInfo.InvariantCulture), "x");
            }
        }

        var samples = ExpositionParser.Parse(Render.Text(writer))["labelled"].Samples;

        Assert.That(samples, Has.Count.EqualTo(200));
        Assert.That(samples, Has.All.Property(nameof(ParsedSample.Value)).Zero);
    }

    [Test]
    public void Families_come_in_the_order_of_their_names_and_each_in_one_block()
    {
        var writer = new FamilyWriter();
        for (var i = 0; i < 3; i++)
        {
            writer.Write(Plain, i, LabelSet.Of("i", i.ToString(CultureInfo.InvariantCulture)));
            writer.Write(Labelled, i, i.ToString(CultureInfo.InvariantCulture));
        }

        var families = ExpositionParser.Parse(Render.Text(writer));

        Assert.That(families.Keys, Is.EqualTo(new[] { "labelled", "plain" }));
        Assert.That(families["plain"].Samples, Has.Count.EqualTo(3));
    }

    [Test]
    public void Two_collectors_with_one_family_share_a_block_without_repeating_a_series()
    {
        var first = new FamilyWriter();
        var second = new FamilyWriter();
        first.Write(Family.Gauge("shared", "One.", "source"), 1, "a");
        second.Write(Family.Gauge("shared", "Other words.", "source"), 2, "a");
        second.Write(Family.Gauge("shared", "Other words.", "source"), 3, "b");

        var family = ExpositionParser.Parse(Render.Text(first, second))["shared"];

        Assert.That(family.Samples.Select(s => s.Series), Is.EqualTo(new[] { "shared{source=\"a\"}", "shared{source=\"b\"}" }));
    }

    [Test]
    public void A_family_that_two_collectors_give_different_types_stays_the_firsts_and_is_told()
    {
        var first = new FamilyWriter();
        var second = new FamilyWriter();
        first.Write(Family.Gauge("shared", "One.", "source"), 1, "a");
        second.Write(Family.Counter("shared", "Other.", "source"), 2, "b");
        var page = new Metrics.Exposition.Page();
        page.Add(first, "one");
        page.Add(second, "two");
        page.Complete();

        Assert.That(page.Conflicts, Has.Count.EqualTo(1));
        Assert.That(page.Conflicts[0], Is.EqualTo("shared: the collector one publishes it as Gauge, two as Counter; the first stays"));
        Assert.That(ExpositionParser.Parse(Render.Text(first, second))["shared"].Samples, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_histogram_is_cumulated_and_has_float_bounds_in_OpenMetrics_only()
    {
        var writer = new FamilyWriter();
        writer.WriteHistogram(Family.Histogram("h", "Seconds.", "x"), [0.5, 1, 2e6], [1, 2, 3, 4], 7.5, LabelSet.Empty, "y");

        Assert.That(Render.Text(writer), Is.EqualTo(
            """
            # HELP h Seconds.
            # TYPE h histogram
            h_bucket{x="y",le="0.5"} 1
            h_bucket{x="y",le="1"} 3
            h_bucket{x="y",le="2e+06"} 6
            h_bucket{x="y",le="+Inf"} 10
            h_sum{x="y"} 7.5
            h_count{x="y"} 10

            """));
        Assert.That(Render.OpenMetrics(writer), Is.EqualTo(
            """
            # HELP h Seconds.
            # TYPE h histogram
            h_bucket{x="y",le="0.5"} 1
            h_bucket{x="y",le="1.0"} 3
            h_bucket{x="y",le="2e+06"} 6
            h_bucket{x="y",le="+Inf"} 10
            h_sum{x="y"} 7.5
            h_count{x="y"} 10
            # EOF

            """));
    }

    [Test]
    public void A_quantile_is_a_float_in_OpenMetrics_only_and_other_labels_stay_as_they_are()
    {
        var writer = new FamilyWriter();
        var family = Family.Summary("s", "Seconds.");
        var labels = LabelSet.Of("file", "1");
        writer.WritePart(family, SamplePart.Quantile, 5, labels, 1);
        writer.WritePart(family, SamplePart.Sum, 5, labels);

        Assert.That(Render.Text(writer), Does.EndWith("\ns{file=\"1\",quantile=\"1\"} 5\ns_sum{file=\"1\"} 5\n"));
        Assert.That(Render.OpenMetrics(writer), Does.EndWith("\ns{file=\"1\",quantile=\"1.0\"} 5\ns_sum{file=\"1\"} 5\n# EOF\n"));
    }

    [TestCase(0, "0")]
    [TestCase(1, "1")]
    [TestCase(-2.5, "-2.5")]
    [TestCase(0.1, "0.1")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(100_000, "100000")]
    [TestCase(1_000_000, "1e+06")]
    [TestCase(1_234_567.5, "1.2345675e+06")]
    [TestCase(1e100, "1e+100")]
    [TestCase(120.05, "120.05")]
    [TestCase(double.PositiveInfinity, "+Inf")]
    public void Bounds_are_written_as_Go_writes_them(double bound, string text)
    {
        var writer = new FamilyWriter();
        writer.WritePart(Family.Histogram("h", "H."), SamplePart.Bucket, 5, LabelSet.Empty, bound);

        Assert.That(Render.Text(writer), Does.EndWith($"\nh_bucket{{le=\"{text}\"}} 5\n"));
    }

    [Test]
    public void A_state_set_has_one_series_per_state()
    {
        var writer = new FamilyWriter();
        writer.WriteStates(Family.StateSet("state", "States.", "state"), ["on", "off"], "off", LabelSet.Of("id", "1"));

        var family = ExpositionParser.Parse(Render.OpenMetrics(writer), openMetrics: true)["state"];

        Assert.That(family.Type, Is.EqualTo("gauge"));
        Assert.That(family.Samples.Select(s => (s.Labels["state"], s.Value)), Is.EqualTo(new[] { ("on", 0.0), ("off", 1.0) }));
    }

    [Test]
    public void OpenMetrics_keeps_every_sample_name_of_the_text_format()
    {
        var writer = new FamilyWriter();
        writer.Write(Family.Counter("with_total", "A counter."), 1);
        writer.Write(Family.Counter("container_memory_failcnt", "A counter without the suffix."), 1);
        writer.Write(Family.Gauge("systemd_socket_refused_connections_total", "A gauge with it."), 1);
        writer.Write(Family.Gauge("container_network_tcp_usage_total", "Another."), 1);
        writer.Write(Family.Untyped("node_netstat_Tcp_CurrEstab", "Unknown."), 1);
        writer.WriteInfo(Family.Info("node_uname_info", "Facts.", "sysname"), "Linux");
        writer.Write(Family.Info("odd", "An info without the suffix."), 1);

        var text = ExpositionParser.Parse(Render.Text(writer));
        var open = ExpositionParser.Parse(Render.OpenMetrics(writer), openMetrics: true);

        Assert.That(open.Values.SelectMany(f => f.Samples).Select(s => s.Series).Order(), Is.EqualTo(text.Values.SelectMany(f => f.Samples).Select(s => s.Series).Order()));
        Assert.That(open["with"].Type, Is.EqualTo("counter"));
        Assert.That(open["container_memory_failcnt"].Type, Is.EqualTo("unknown"));
        Assert.That(open["systemd_socket_refused_connections_total"].Type, Is.EqualTo("gauge"));
        Assert.That(open["node_netstat_Tcp_CurrEstab"].Type, Is.EqualTo("unknown"));
        Assert.That(open["node_uname"].Type, Is.EqualTo("info"));
        Assert.That(open["odd"].Type, Is.EqualTo("gauge"));
        Assert.That(text["with_total"].Type, Is.EqualTo("counter"));
        Assert.That(text["node_netstat_Tcp_CurrEstab"].Type, Is.EqualTo("untyped"));
    }

    [Test]
    public void Help_is_escaped_as_each_format_asks()
    {
        var writer = new FamilyWriter();
        writer.Write(Family.Gauge("g", "a \"quote\", a \\ and a\nbreak"), 1);

        Assert.That(Render.Text(writer), Does.StartWith("# HELP g a \"quote\", a \\\\ and a\\nbreak\n"));
        Assert.That(Render.OpenMetrics(writer), Does.StartWith("# HELP g a \\\"quote\\\", a \\\\ and a\\nbreak\n"));
    }

    [Test]
    public void An_empty_page_is_a_page()
    {
        Assert.That(Render.Text(), Is.Empty);
        Assert.That(Render.OpenMetrics(), Is.EqualTo("# EOF\n"));
    }

    [Test]
    public void Writing_the_same_series_again_allocates_nothing()
    {
        var writer = new FamilyWriter();
        var device = LabelSet.Of("device", "eth0");
        void Round()
        {
            writer.Clear();
            for (var i = 0; i < 500; i++)
            {
                writer.Write(Labelled, i * 0.5, device, Digits[i % Digits.Length], Digits[i / Digits.Length]);
            }
        }

        Round();
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static readonly string[] Digits = [.. Enumerable.Range(0, 30).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    [TestCase("")]
    [TestCase("1a")]
    [TestCase("a-b")]
    [TestCase("a b")]
    public void A_name_that_Prometheus_refuses_is_refused_here(string name) =>
        Assert.That(() => Family.Gauge(name, "x"), Throws.ArgumentException);

    [Test]
    public void A_label_name_with_a_colon_is_refused() => Assert.That(() => Family.Gauge("a", "x", "b:c"), Throws.ArgumentException);
}
