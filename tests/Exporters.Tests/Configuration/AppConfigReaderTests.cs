using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Host;

namespace Exporters.Tests.Configuration;

[TestFixture]
public sealed class AppConfigReaderTests
{
    private string _file = "";

    [SetUp]
    public void SetUp() => _file = Path.GetTempFileName();

    [TearDown]
    public void TearDown() => File.Delete(_file);

    [Test]
    public void With_no_file_at_all_it_listens_on_loopback()
    {
        var config = AppConfigReader.Read(_ => { }, new ConfigReport(), _ => null);

        Assert.That(config.Settings.Texts(ServerSettings.ListenAddress), Is.EqualTo(new[] { "127.0.0.1:9200" }));
        Assert.That(config.Paths.ProcRoot, Is.EqualTo("/proc"));
        Assert.That(HostModule.Enabled(config.Settings).Select(c => c.Name), Does.Contain("cpu").And.Not.Contain("interrupts"));
    }

    [Test]
    public void A_flag_beats_the_environment_which_beats_the_file()
    {
        var (config, problems) = Read(
            "server: { listen: ['127.0.0.1:1'], telemetry_path: /a, max_requests: 1 }\n",
            values => values.TrySet(ServerSettings.ListenAddress, ["127.0.0.1:3"], "--web.listen-address", out _),
            new() { ["EXPORTERS_WEB_LISTEN_ADDRESS"] = "127.0.0.1:2", ["EXPORTERS_WEB_TELEMETRY_PATH"] = "/b" });

        Assert.That(problems, Is.Empty);
        Assert.That(config.Settings.Texts(ServerSettings.ListenAddress), Is.EqualTo(new[] { "127.0.0.1:3" }));
        Assert.That(config.Settings.Text(ServerSettings.TelemetryPath), Is.EqualTo("/b"));
        Assert.That(config.Settings.Number(ServerSettings.MaxRequests), Is.EqualTo(1));
    }

    [Test]
    public void The_file_turns_collectors_on_and_off_and_names_the_paths()
    {
        var (config, problems) = Read("host:\n  paths: { procfs: /host/proc, rootfs: /host }\n  collectors: { enable: [interrupts], disable: [cpu] }\n");

        Assert.That(problems, Is.Empty);
        Assert.That(config.Paths.ProcRoot, Is.EqualTo("/host/proc"));
        Assert.That(HostModule.Enabled(config.Settings).Select(c => c.Name), Does.Contain("interrupts").And.Not.Contain("cpu"));
    }

    [Test]
    public void Disable_defaults_leaves_what_is_enabled_by_name()
    {
        var (config, _) = Read("host: { collectors: { disable_defaults: true, enable: [cpu] } }\n");

        Assert.That(HostModule.Enabled(config.Settings).Select(c => c.Name), Is.EqualTo(new[] { "cpu" }));
    }

    [TestCase("sever: {}\n", "FILE:1:1: sever: unknown key; did you mean server?")]
    [TestCase("server:\n  lisen: x\n", "FILE:2:3: server.lisen: unknown key; did you mean listen?")]
    [TestCase("server:\n  max_requests: many\n", "FILE:2:17: server.max_requests: must be a whole number, got \"many\"")]
    [TestCase("host:\n  collectors: { enable: [intrrupts] }\n", "FILE:2:26: host.collectors.enable[0]: no host collector \"intrrupts\"; did you mean interrupts?")]
    [TestCase("host: yes\n", "FILE:1:7: host: must be a mapping of keys, got a single value")]
    [TestCase("server: { listen: [here] }\n", "FILE:1:20: server.listen[0]: must be HOST:PORT such as 127.0.0.1:9200, [::1]:9200 or :9200, got \"here\"")]
    [TestCase("server: { telemetry_path: metrics }\n", "FILE:1:27: server.telemetry_path: must begin with / and name a page, got \"metrics\"")]
    [TestCase("server: { log_level: loud }\n", "FILE:1:22: server.log_level: must be one of debug, info, warn, error, got \"loud\"")]
    public void Each_problem_says_where_what_and_what_would_be_right(string yaml, string expected) =>
        Assert.That(Read(yaml).Problems, Is.EqualTo(new[] { expected.Replace("FILE", _file, StringComparison.Ordinal) }));

    [Test]
    public void Every_problem_is_found_in_one_run() =>
        Assert.That(Read("sever: {}\nserver: { max_requests: x, lisen: y }\n").Problems, Has.Count.EqualTo(3));

    [Test]
    public void A_wrong_variable_or_flag_is_named()
    {
        var (_, problems) = Read("", environment: new() { ["EXPORTERS_LOG_LEVEL"] = "loud" });

        Assert.That(problems, Is.EqualTo(new[] { "$EXPORTERS_LOG_LEVEL: must be one of debug, info, warn, error, got \"loud\"" }));
    }

    [Test]
    public void Every_setting_has_a_name_of_its_own()
    {
        Assert.That(AppConfigReader.AllSettings.Select(s => s.Name), Is.Unique);
        Assert.That(AppConfigReader.AllSettings.Select(s => s.Variable), Is.Unique);
    }

    private (AppConfig Config, IReadOnlyList<string> Problems) Read(
        string yaml, Action<SettingValues>? flags = null, Dictionary<string, string>? environment = null)
    {
        File.WriteAllText(_file, yaml);
        var report = new ConfigReport();
        var config = AppConfigReader.Read(
            values =>
            {
                values.TrySet(ServerSettings.ConfigFile, [_file], "--config.file", out _);
                flags?.Invoke(values);
            },
            report,
            name => environment?.GetValueOrDefault(name));
        return (config, [.. report.Problems.Select(p => p.ToString())]);
    }
}
