using Exporters.Linux.Files;

namespace Exporters.Linux.Tests;

internal sealed class DirectoryEntriesTests
{
    [Test]
    public void Names_of_a_directory_are_brought_to_the_disk_and_those_of_none_are_refused()
    {
        var directory = Directory.CreateTempSubdirectory("entries-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "a"), "a");
            Assert.That(() => DirectoryEntries.Sync(directory), Throws.Nothing);
            Assert.That(() => DirectoryEntries.Sync(Path.Combine(directory, "none")), Throws.InstanceOf<IOException>().With.Message.Contains("none"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
