using Exporters.Configuration.Settings;

namespace Exporters.Configuration.Tests.Settings;

[TestFixture]
public sealed class SettingTests
{
    private static readonly Setting Exclude = Setting.Regex("collector.disk.device-exclude", "^ram", "Devices to leave out.");
    private static readonly Setting Directories = Setting.Texts("collector.text.directory", "", "Directories.");
    private static readonly Setting Timeout = Setting.Duration("collector.disk.mount-timeout", "5s", "How long to wait.");

    [Test]
    public void Flag_variable_and_key_follow_from_one_name()
    {
        Assert.That(Exclude.Variable, Is.EqualTo("EXPORTERS_COLLECTOR_DISK_DEVICE_EXCLUDE"));
        Assert.That(Exclude.Keys, Is.EqualTo(new[] { "disk", "device_exclude" }));
    }

    [Test]
    public void The_file_sets_what_its_section_names()
    {
        var (values, report) = Read("disk:\n  device_exclude: ^loop\n  mount_timeout: 2s\ntext: { directory: [/a, /b] }\n");

        Assert.That(report.Problems, Is.Empty);
        Assert.That(values.Text(Exclude), Is.EqualTo("^loop"));
        Assert.That(values.Duration(Timeout), Is.EqualTo(TimeSpan.FromSeconds(2)));
        Assert.That(values.Texts(Directories), Is.EqualTo(new[] { "/a", "/b" }));
    }

    [Test]
    public void The_environment_beats_the_file()
    {
        var (values, report) = Read("disk: { device_exclude: ^loop }\n");
        SettingsReader.ReadEnvironment([Exclude, Directories], values, report, name => name switch
        {
            "EXPORTERS_COLLECTOR_DISK_DEVICE_EXCLUDE" => "^sd",
            "EXPORTERS_COLLECTOR_TEXT_DIRECTORY" => "/a, /b",
            _ => null,
        });

        Assert.That(values.Text(Exclude), Is.EqualTo("^sd"));
        Assert.That(values.Texts(Directories), Is.EqualTo(new[] { "/a", "/b" }));
        Assert.That(values.Origin(Exclude), Is.EqualTo("$EXPORTERS_COLLECTOR_DISK_DEVICE_EXCLUDE"));
    }

    [Test]
    public void What_nobody_says_is_the_default_and_not_given()
    {
        var values = new SettingValues();

        Assert.That(values.IsGiven(Exclude), Is.False);
        Assert.That(values.Text(Exclude), Is.EqualTo("^ram"));
        Assert.That(values.Texts(Directories), Is.Empty);
    }

    [TestCase("disk: { device_exclude: '(' }", "c.yaml:1:25: disk.device_exclude: not a regular expression")]
    [TestCase("disk: { mount_timeout: soon }", "c.yaml:1:24: disk.mount_timeout: must be a duration")]
    [TestCase("disk: { device_exlude: x }", "c.yaml:1:9: disk.device_exlude: unknown key; did you mean device_exclude?")]
    public void A_wrong_value_or_key_is_found_at_its_place(string yaml, string problem) =>
        Assert.That(Read(yaml).Report.Problems.Single().ToString(), Does.StartWith(problem));

    [Test]
    public void A_wrong_variable_is_named()
    {
        var report = new ConfigReport();
        SettingsReader.ReadEnvironment([Timeout], new SettingValues(), report, _ => "soon");

        Assert.That(report.Problems.Single().ToString(), Does.StartWith("$EXPORTERS_COLLECTOR_DISK_MOUNT_TIMEOUT: must be a duration"));
    }

    private static (SettingValues Values, ConfigReport Report) Read(string yaml)
    {
        var report = new ConfigReport();
        var values = new SettingValues();
        var map = ConfigFile.Parse(yaml, "c.yaml", report)!.Map();
        SettingsReader.ReadSection(map, [Exclude, Directories, Timeout], values);
        map.RejectUnknown();
        return (values, report);
    }
}
