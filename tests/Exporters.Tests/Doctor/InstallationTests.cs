using Exporters.Doctor;

namespace Exporters.Tests.Doctor;

/// <summary>What starts the program is found where it is installed.</summary>
[TestFixture]
public sealed class InstallationTests
{
    private string _root = null!;

    [SetUp]
    public void CreateRoot() => _root = Directory.CreateTempSubdirectory("exporters-doctor-").FullName;

    [TearDown]
    public void DeleteRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Without_a_unit_it_runs_by_hand() =>
        Assert.That(Installation.Find(_root, isContained: false, "ann"), Is.EqualTo(new Installation(RunBy.Hand, "ann", "by hand, as ann")));

    [Test]
    public void In_a_container_the_compose_file_counts() =>
        Assert.That(Installation.Find(_root, isContained: true, "65532").RunBy, Is.EqualTo(RunBy.Compose));

    [Test]
    public void The_units_own_user_counts_whoever_asks()
    {
        Write("etc/systemd/system/exporters.service", "[Service]\nUser=exporters\nExecStart=/usr/local/bin/exporters\n");
        var found = Installation.Find(_root, isContained: false, "root");

        Assert.That(found.RunBy, Is.EqualTo(RunBy.Unit));
        Assert.That(found.User, Is.EqualTo("exporters"));
        Assert.That(found.Text, Is.EqualTo("the unit /etc/systemd/system/exporters.service, as exporters"));
    }

    [Test]
    public void The_package_is_known_by_its_list_of_files()
    {
        Write("usr/lib/systemd/system/exporters.service", "[Service]\nUser=exporters\n");
        Write("var/lib/dpkg/info/exporters.list", "/usr/bin/exporters\n");

        Assert.That(Installation.Find(_root, isContained: false, "ann").Text, Does.StartWith("the package's unit /usr/lib/systemd/system/exporters.service"));
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
