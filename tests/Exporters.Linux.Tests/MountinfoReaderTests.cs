using System.Text;

namespace Exporters.Linux.Tests;

public sealed class MountinfoReaderTests
{
    [Test]
    public void It_reads_the_fields_of_the_manual_s_example()
    {
        var reader = Reader("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue\n");

        Assert.That(reader.Next());
        Assert.That((reader.Major, reader.Minor), Is.EqualTo((98UL, 0UL)));
        Assert.That(Text(reader.Root), Is.EqualTo("/mnt1"));
        Assert.That(Text(reader.MountPoint), Is.EqualTo("/mnt2"));
        Assert.That(Text(reader.Options), Is.EqualTo("rw,noatime"));
        Assert.That(Text(reader.Type), Is.EqualTo("ext3"));
        Assert.That(Text(reader.Source), Is.EqualTo("/dev/root"));
        Assert.That(Text(reader.SuperOptions), Is.EqualTo("rw,errors=continue"));
        Assert.That(reader.Next(), Is.False);
    }

    [Test]
    public void An_empty_source_does_not_shift_what_follows()
    {
        var reader = Reader("36 35 0:40 / /mnt rw - tmpfs  ro,size=4k\n");

        Assert.That(reader.Next());
        Assert.That(Text(reader.Source), Is.Empty);
        Assert.That(Text(reader.SuperOptions), Is.EqualTo("ro,size=4k"));
    }

    [TestCase("36 35 98:0 / /mnt rw ext3 /dev/root rw", "mountinfo:1: expected a mount with \"- type source options\" at its end, got \"36 35 98:0 / /mnt rw ext3 /dev/root rw\"")]
    [TestCase("36 35 98 / /mnt rw - ext3 /dev/root rw", "mountinfo:1: expected a device as major:minor, got \"98\"")]
    [TestCase("36 35 98:x / /mnt rw - ext3 /dev/root rw", "mountinfo:1: expected a number, got \"x\"")]
    [TestCase("36 35", "mountinfo:1: expected a device as major:minor, got \"36 35\"")]
    [TestCase("36 35 98:0 / /mnt rw -", "mountinfo:1: expected a mount with \"- type source options\" at its end, got \"36 35 98:0 / /mnt rw -\"")]
    public void A_line_that_is_no_mount_is_named(string line, string message)
    {
        Assert.That(() => Reader(line).Next(), Throws.InstanceOf<ProcFormatException>().With.Message.EqualTo(message));
    }

    [Test]
    public void A_line_that_is_no_mount_is_passed_over_where_that_is_reported()
    {
        var problems = new List<string>();
        var reader = new MountinfoReader(
            "36 35 broken\n36 35 98:0 / /mnt rw -\n36 35 98:0 / /mnt rw - ext3 /dev/root rw\n"u8, "mountinfo", problem => problems.Add(problem.Message));
        Assert.That(reader.Next());
        Assert.That(Text(reader.Source), Is.EqualTo("/dev/root"));
        Assert.That(problems.Select(problem => problem.Split(": ")[0]), Is.EqualTo(new[] { "mountinfo:1", "mountinfo:2" }));
    }

    [TestCase(@"/mnt/a\040b\011c\012d\134e", "/mnt/a b\tc\nd\\e")]
    [TestCase(@"/mnt/\04", @"/mnt/\04")]
    [TestCase(@"/mnt/\089", @"/mnt/\089")]
    [TestCase(@"/mnt/\", @"/mnt/\")]
    [TestCase(@"\377", "\uFFFD")]
    public void Octal_escapes_are_decoded_and_nothing_else(string escaped, string expected) =>
        Assert.That(Text(MountinfoReader.Unescape(Encoding.UTF8.GetBytes(escaped))), Is.EqualTo(expected));

    [TestCase("rw,noatime", false)]
    [TestCase("ro", true)]
    [TestCase("rw,ro", true)]
    [TestCase("errors=remount-ro,rodata", false)]
    public void An_option_counts_only_as_a_whole(string options, bool expected) =>
        Assert.That(MountinfoReader.HasOption(Encoding.UTF8.GetBytes(options), "ro"u8), Is.EqualTo(expected));

    [Test]
    public void This_process_has_a_root()
    {
        using var file = ProcFile.Read("/proc/self/mountinfo");
        var found = false;
        for (var reader = new MountinfoReader(file.Bytes, "/proc/self/mountinfo"); reader.Next();)
        {
            found |= reader.MountPoint.SequenceEqual("/"u8);
        }

        Assert.That(found);
    }

    private static MountinfoReader Reader(string text) => new(Encoding.UTF8.GetBytes(text), "mountinfo");

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
