using System.Globalization;
using System.Text;

namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class KernelFileTests
{
    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("kernel-file-").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void A_file_of_proc_shows_at_each_read_what_it_holds_by_then()
    {
        var schedule = new KernelFile("/proc/self/timerslack_ns");
        var first = Text(schedule);
        File.WriteAllText("/proc/self/timerslack_ns", (long.Parse(first, CultureInfo.InvariantCulture) + 1000).ToString(CultureInfo.InvariantCulture));

        Assert.That(Text(schedule), Is.Not.EqualTo(first));
        File.WriteAllText("/proc/self/timerslack_ns", first);
    }

    [Test]
    public void A_file_of_proc_is_opened_once()
    {
        var meminfo = new KernelFile("/proc/meminfo");
        Text(meminfo);
        var open = OpenedTimes("/proc/meminfo");
        Text(meminfo);

        Assert.That(OpenedTimes("/proc/meminfo"), Is.EqualTo(open).And.GreaterThan(0));
        GC.KeepAlive(meminfo);
    }

    [Test]
    public void A_file_of_proc_longer_than_the_first_buffer_is_read_whole_each_time()
    {
        var symbols = new KernelFile("/proc/filesystems");
        Assert.That(Text(symbols), Is.EqualTo(File.ReadAllText("/proc/filesystems")));
        var numbers = new KernelFile("/proc/self/smaps");
        Assert.That(Text(numbers), Has.Length.GreaterThan(8192));
        Assert.That(Text(numbers), Does.StartWith(Text(numbers)[..12]).And.Contain("VmFlags"));
    }

    [Test]
    public void A_file_on_disk_that_was_replaced_shows_its_successor()
    {
        var path = Path.Combine(_directory, "stat");
        File.WriteAllText(path, "old");
        var file = new KernelFile(path);
        Assert.That(Text(file), Is.EqualTo("old"));
        File.WriteAllText(path + ".new", "new");
        File.Move(path + ".new", path, overwrite: true);
        Assert.That(Text(file), Is.EqualTo("new"));
        File.Delete(path);

        Assert.That(file.TryRead(out _), Is.EqualTo(Errno.NoEntry));
    }

    [Test]
    public void A_file_that_comes_later_is_found()
    {
        var path = Path.Combine(_directory, "nf_conntrack");
        var file = new KernelFile(path);
        Assert.That(file.TryRead(out _), Is.EqualTo(Errno.NoEntry));
        File.WriteAllText(path, "7");

        Assert.That(Text(file), Is.EqualTo("7"));
    }

    private static string Text(KernelFile kernelFile)
    {
        Assert.That(kernelFile.TryRead(out var file), Is.EqualTo(Errno.None));
        using (file)
        {
            return Encoding.UTF8.GetString(file.Bytes);
        }
    }

    private static int OpenedTimes(string path) =>
        Directory.GetFiles("/proc/self/fd").Count(link => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName == path);
}
