using System.Text;

namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class ProcFileTests
{
    [Test]
    public void A_file_whose_length_stat_does_not_know_is_read_whole()
    {
        using var file = ProcFile.Read("/proc/self/status");

        Assert.That(Encoding.UTF8.GetString(file.Bytes), Does.StartWith("Name:").And.Contain("nonvoluntary_ctxt_switches"));
    }

    [Test]
    public void A_file_larger_than_the_first_buffer_is_read_whole()
    {
        var path = Path.GetTempFileName();
        try
        {
            var content = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"line {i}\n"));
            File.WriteAllText(path, content);
            using var file = ProcFile.Read(path);

            Assert.That(Encoding.UTF8.GetString(file.Bytes), Is.EqualTo(content));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void A_missing_file_is_absent_and_named()
    {
        var error = Assert.Throws<ProcFileException>(() => ProcFile.Read("/proc/no-such-file"));

        Assert.That(error!.IsAbsent, Is.True);
        Assert.That(error.Message, Is.EqualTo("/proc/no-such-file: no such file"));
        Assert.That(ProcFile.TryRead("/proc/no-such-file", out _), Is.EqualTo(Errno.NoEntry));
    }

    [Test]
    public void A_directory_is_an_error_and_no_empty_file() => Assert.That(ProcFile.TryRead("/proc", out _), Is.EqualTo(Errno.IsDirectory));

    [Test]
    public void Reading_again_and_again_leaks_no_descriptor()
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;
        for (var i = 0; i < 2000; i++)
        {
            using var file = ProcFile.Read("/proc/loadavg");
            _ = ProcFile.TryRead("/proc", out _);
        }

        Assert.That(Directory.GetFiles("/proc/self/fd"), Has.Length.LessThan(before + 20));
    }

    [Test]
    public void Reading_allocates_nothing_once_the_pool_is_warm()
    {
        void Round()
        {
            using var file = ProcFile.Read("/proc/stat");
        }

        Round();
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
