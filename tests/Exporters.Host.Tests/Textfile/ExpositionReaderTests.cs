using System.Text;
using Exporters.Host.Textfile;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Tests.Textfile;

public sealed class ExpositionReaderTests
{
    [Test]
    public void It_reads_help_type_labels_and_values()
    {
        var family = Read("# a comment\n#HELP jobs_total Jobs \\\\ done\\nso far.\n# TYPE jobs_total counter\n\n  jobs_total{ b = \"x\\\"y\\\\z\\n\" , a=\"é\", } 1.5e3 \njobs_total 7\n").Single();

        Assert.That((family.Name, family.Type, family.Help), Is.EqualTo(("jobs_total", MetricType.Counter, "Jobs \\ done\nso far.")));
        Assert.That(family.Samples[0].Labels, Is.EqualTo(new KeyValuePair<string, string>[] { new("a", "é"), new("b", "x\"y\\z\n") }));
        Assert.That(family.Samples.Select(sample => sample.Value), Is.EqualTo([1500.0, 7.0]));
    }

    [TestCase("+Inf", double.PositiveInfinity)]
    [TestCase("-inf", double.NegativeInfinity)]
    [TestCase("Infinity", double.PositiveInfinity)]
    [TestCase("NaN", double.NaN)]
    [TestCase("-0.5", -0.5)]
    [TestCase("+3", 3)]
    [TestCase(".5", 0.5)]
    [TestCase("1E-3", 0.001)]
    public void Numbers_are_those_of_the_format(string text, double expected) => Assert.That(Read($"x {text}\n").Single().Samples.Single().Value, Is.EqualTo(expected));

    [Test]
    public void Parts_of_a_histogram_and_a_summary_belong_to_their_family()
    {
        var families = Read("# TYPE h histogram\nh_bucket{le=\"1\",a=\"b\"} 1\nh_sum{a=\"b\"} 2\nh_count{a=\"b\"} 3\n# TYPE s summary\ns{quantile=\"0.5\"} 4\ns_sum 5\ns_count 6\ns_bucket 7\n");

        Assert.That(families.Select(family => family.Name), Is.EqualTo(["h", "s", "s_bucket"]));
        Assert.That(families[0].Samples.Select(sample => (sample.Part, sample.Bound, sample.Value)), Is.EqualTo(
            [(SamplePart.Bucket, 1.0, 1.0), (SamplePart.Sum, 0.0, 2.0), (SamplePart.Count, 0.0, 3.0)]));
        Assert.That(families[1].Samples.Select(sample => (sample.Part, sample.Bound)), Is.EqualTo(
            [(SamplePart.Quantile, 0.5), (SamplePart.Sum, 0.0), (SamplePart.Count, 0.0)]));
        Assert.That(families[0].Samples[0].Labels.Select(label => label.Key), Is.EqualTo(["a"]));
    }

    [TestCase("")]
    [TestCase("\n\n  \n# only a comment\n# HELP x without samples\n# TYPE x gauge\n# HELP\n# TYPE y\n#\n")]
    public void A_file_without_samples_has_no_families(string text) => Assert.That(Read(text), Is.Empty);

    [TestCase("x 1", "f.prom:1: expected a newline at the end of the file; it may be half written, got \"x 1\"")]
    [TestCase("x 1 1395066363000\n", "f.prom:1: expected no timestamp: Prometheus would take the sample for a stale one, got \"1395066363000\"")]
    [TestCase("x 1 two\n", "f.prom:1: expected the end of the line after the value, got \"two\"")]
    [TestCase("x\n", "f.prom:1: expected a number, got \"\"")]
    [TestCase("x one\n", "f.prom:1: expected a number, got \"one\"")]
    [TestCase("x 0x1F\n", "f.prom:1: expected a number, got \"0x1F\"")]
    [TestCase("x 1e999\n", "f.prom:1: expected a number, got \"1e999\"")]
    [TestCase("x 1\r\n", "f.prom:1: expected a line that ends in \\n alone, not in \\r\\n as on Windows; dos2unix converts the file, got \"x 1\\r\"")]
    [TestCase("x 1\n# HELP y text\r\n", "f.prom:2: expected a line that ends in \\n alone, not in \\r\\n as on Windows; dos2unix converts the file, got \"# HELP y text\\r\"")]
    [TestCase("\ufeffx 1\n", "f.prom:1: expected text without a byte order mark before it; save the file as UTF-8 without BOM, got \"\\ufeff\"")]
    [TestCase("x 1\u00a0\n", "f.prom:1: expected a number, got \"1\\u00a0\"")]
    [TestCase("9x 1\n", "f.prom:1: expected a metric name, got \"9x 1\"")]
    [TestCase("{a=\"b\"} 1\n", "f.prom:1: expected a metric name, got \"{a=\"b\"} 1\"")]
    [TestCase("x{a=b} 1\n", "f.prom:1: expected the value of label a in double quotes, got \"b} 1\"")]
    [TestCase("x{a=\"b} 1\n", "f.prom:1: expected the value of label a in double quotes, got \"\"b} 1\"")]
    [TestCase("x{a=\"b\" c=\"d\"} 1\n", "f.prom:1: expected a comma or a closing brace after a label, got \"c=\"d\"} 1\"")]
    [TestCase("x{a=\"b\",a=\"c\"} 1\n", "f.prom:1: expected label a once, got \"\"c\"} 1\"")]
    [TestCase("x{__name__=\"b\"} 1\n", "f.prom:1: expected a label as name=\"value\", got \"__name__=\"b\"} 1\"")]
    [TestCase("x{a:b=\"c\"} 1\n", "f.prom:1: expected a label as name=\"value\", got \"a:b=\"c\"} 1\"")]
    [TestCase("x{a=\"\\t\"} 1\n", "f.prom:1: expected no escapes but \\\\, \\n and, in quotes, \\\", got \"\\t\"")]
    [TestCase("x{a=\"b\"\n", "f.prom:1: expected a comma or a closing brace after a label, got \"\"")]
    [TestCase("x{\n", "f.prom:1: expected a closing brace, got \"\"")]
    [TestCase("# HELP x a\n# HELP x b\n", "f.prom:2: expected one HELP line for x, not two, got \"b\"")]
    [TestCase("x 1\n# TYPE x gauge\n", "f.prom:2: expected one TYPE line for x, before its samples, got \"gauge\"")]
    [TestCase("# TYPE x gouge\n", "f.prom:1: expected counter, gauge, histogram, summary or untyped, got \"gouge\"")]
    [TestCase("# TYPE 9 gauge\n", "f.prom:1: expected a metric name after HELP or TYPE, got \"9\"")]
    [TestCase("# TYPE h histogram\nh 1\n", "f.prom:2: expected h_bucket, h_sum or h_count of a histogram, got \"h 1\"")]
    [TestCase("# TYPE h histogram\nh_bucket 1\n", "f.prom:2: expected the label le, got \"h_bucket 1\"")]
    [TestCase("# TYPE h histogram\nh_bucket{le=\"x\"} 1\n", "f.prom:2: expected a number, got \"x\"")]
    public void What_is_not_of_the_format_is_refused_with_the_line_and_what_would_be_right(string text, string message) =>
        Assert.That(() => Read(text), Throws.InstanceOf<ProcFormatException>().With.Message.EqualTo(message));

    [Test]
    public void A_file_in_utf16_is_told_so([Values] bool isBigEndian)
    {
        var encoding = isBigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode;
        Assert.That(
            () => ExpositionReader.Read([.. encoding.GetPreamble(), .. encoding.GetBytes("x 1\n")], "f.prom"),
            Throws.InstanceOf<ProcFormatException>().With.Message.StartsWith("f.prom:1: expected text in UTF-8; this file is in UTF-16"));
    }

    [Test]
    public void A_label_value_that_is_no_utf8_is_refused_and_a_help_is_mended()
    {
        Assert.That(() => ExpositionReader.Read([.. "x{a=\""u8, 0xff, .. "\"} 1\n"u8], "f.prom"), Throws.InstanceOf<ProcFormatException>());
        Assert.That(ExpositionReader.Read([.. "# HELP x a"u8, 0xff, .. "\nx 1\n"u8], "f.prom").Single().Help, Is.EqualTo("a\uFFFD"));
    }

    [Test]
    public void Garbage_of_every_sort_is_read_or_refused_and_never_anything_else()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        const string Good = "# HELP a_b Help \\n text\n# TYPE a_b histogram\na_b_bucket{le=\"0.5\",x=\"y\\\"\"} 1\na_b_sum{x=\"y\"} 2.5e-3\n# TYPE c counter\nc{l=\"é\"} +Inf\nd NaN\n";
        var good = Encoding.UTF8.GetBytes(Good);
        const string Alphabet = "{}\"\\,=# \t\n\r_:aZ09.+-eEINnf\0\u00ff";
        for (var round = 0; round < 20_000; round++)
        {
            var text = good.ToList();
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0:
                        text.RemoveRange(at, random.Next(Math.Min(8, text.Count - at)));
                        break;
                    case 1:
                        text.Insert(at, (byte)random.Next(256));
                        break;
                    case 2:
                        text.Insert(at, (byte)Alphabet[random.Next(Alphabet.Length)]);
                        break;
                    default:
                        text[at] = (byte)Alphabet[random.Next(Alphabet.Length)];
                        break;
                }
            }

            try
            {
                ExpositionReader.Read([.. text], "f.prom");
            }
            catch (ProcFormatException)
            {
                // refused: fine
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}\n{Convert.ToHexString([.. text])}");
            }
        }
    }

    private static IReadOnlyList<ExpositionFamily> Read(string text) => ExpositionReader.Read(Encoding.UTF8.GetBytes(text), "f.prom");
}
