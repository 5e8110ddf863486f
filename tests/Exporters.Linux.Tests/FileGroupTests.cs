namespace Exporters.Linux.Tests;

internal sealed class FileGroupTests
{
    private const string Table = "root:x:0:\n# a comment\n\ndocker:x:115:ann,bob\nlong:x:1150:\n";

    [TestCase(0u, "root")]
    [TestCase(115u, "docker")]
    [TestCase(11u, null)]
    public void A_number_has_the_name_that_the_table_gives_it(uint id, string? name) => Assert.That(FileGroup.NameIn(Table, id), Is.EqualTo(name));

    [Test]
    public void A_file_belongs_to_a_group() => Assert.That(FileGroup.Of("/proc/1/status"), Is.EqualTo(new FileGroup(0, "root")));

    [Test]
    public void What_is_not_there_belongs_to_none() => Assert.That(FileGroup.Of("/nowhere/at/all"), Is.Null);
}
