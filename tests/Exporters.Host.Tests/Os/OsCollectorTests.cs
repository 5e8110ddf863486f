using System.Text;
using Exporters.Host.Os;
using Exporters.Testing;

namespace Exporters.Host.Tests.Os;

public sealed class OsCollectorTests
{
    [TestCase("VERSION_ID=\"12\"", 12)]
    [TestCase("VERSION_ID=20.04", 20.04)]
    [TestCase("VERSION_ID=3.19.1", 3.19)]
    [TestCase("VERSION_ID='41'", 41)]
    [TestCase("VERSION_ID=2023-beta", 2023)]
    [TestCase("VERSION_ID=7.", 7)]
    [TestCase("VERSION_ID=rolling", null)]
    [TestCase("ID=arch", null)]
    [TestCase("VERSION_ID=0", null)]
    public void The_version_is_the_number_at_the_head(string text, double? expected) =>
        Assert.That(OsRelease.Parse(Encoding.UTF8.GetBytes(text), "os-release", _ => { }).Version, Is.EqualTo(expected));

    [TestCase("""NAME="A \"B\" \$C" """, "A \"B\" $C")]
    [TestCase("NAME='A \\ B'", "A \\ B")]
    [TestCase("# NAME=x\n\nNAME=Plain", "Plain")]
    [TestCase("NAME=one\nNAME=two", "two")]
    [TestCase("NAME=", "")]
    [TestCase("NAME=\"", "\"")]
    public void Values_are_read_as_a_shell_reads_them(string text, string expected) =>
        Assert.That(OsRelease.Parse(Encoding.UTF8.GetBytes(text), "os-release", _ => { })["NAME"], Is.EqualTo(expected));

    [Test]
    public void The_file_below_usr_is_read_when_etc_has_none_and_an_upgrade_is_noticed()
    {
        using var machine = FixtureTree.With("root/usr/lib/os-release", "ID=fedora\nVERSION_ID=42\nSUPPORT_END=2026-05-13\n");
        var os = Make.Collector("os", machine.Paths);
        Assert.That(Page.Samples(os), Is.EqualTo(new[]
        {
            """node_os_info{build_id="",id="fedora",id_like="",image_id="",image_version="",name="",pretty_name="",variant="",variant_id="",version="",version_codename="",version_id="42"} 1""",
            "node_os_support_end_timestamp_seconds 1778630400",
            """node_os_version{id="fedora",id_like="",name=""} 42""",
        }));
        machine.Add("root/usr/lib/os-release", "ID=fedora\nVERSION_ID=43\n");
        Assert.That(Page.Samples(os), Does.Contain("""node_os_version{id="fedora",id_like="",name=""} 43""").And.Length.EqualTo(2));
    }
}
