using System.Text;
using Exporters.Host.Disk;
using Exporters.Linux;

namespace Exporters.Host.Tests.Disk;

public sealed class DiskstatsReaderTests
{
    [TestCase("8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n", 11)]
    [TestCase("8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\n", 15)]
    [TestCase("8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17", 17)]
    [TestCase("8 0 sda 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 new\n", 17)]
    [TestCase("8 1 sda1 1 2 3 4\n", 0)]
    [TestCase("8 1 sda1\n", 0)]
    public void It_reads_as_many_counters_as_the_kernel_prints_and_knows(string text, int expected)
    {
        var reader = new DiskstatsReader(Encoding.UTF8.GetBytes(text), "diskstats", _ => { });
        Span<double> counters = stackalloc double[DiskstatsReader.MaxCounters];

        Assert.That(reader.Next());
        var count = reader.Counters(counters);
        Assert.That(count, Is.EqualTo(expected));
        for (var i = 0; i < count; i++)
        {
            Assert.That(counters[i], Is.EqualTo(i + 1));
        }

        Assert.That(reader.Next(), Is.False);
    }

    [TestCase("8 0 sda 1 2 x 4 5 6 7 8 9 10 11\n", "diskstats:1: expected a number, got \"x\"")]
    [TestCase("8 0 sda 1 2 99999999999999999999999 4 5 6 7 8 9 10 11\n", "diskstats:1: expected a number, got \"99999999999999999999999\"")]
    [TestCase("\n8 sda\n", "diskstats:2: expected a number, got \"sda\"")]
    [TestCase("8 0\n", "diskstats:1: expected major, minor and name of a device, got \"8 0\"")]
    public void What_is_not_the_known_format_is_named_with_its_line(string text, string message)
    {
        var problems = new List<string>();
        var reader = new DiskstatsReader(Encoding.UTF8.GetBytes(text), "diskstats", problem => problems.Add(problem.Message));
        while (reader.Next())
        {
            reader.Counters(new double[DiskstatsReader.MaxCounters]);
        }

        Assert.That(problems, Is.EqualTo([message]));
    }
}
