using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Exporters.Commands;
using Exporters.Configuration;
using Exporters.Configuration.Settings;

namespace Exporters.Tests.Commands;

/// <summary><c>exporters check</c>: what it prints and which exit code it has.</summary>
[TestFixture]
public sealed class CheckCommandTests
{
    /// <summary>Nothing outside that a machine may or may not have.</summary>
    private const string Quiet = "server: { listen: [\"127.0.0.1:0\"] }\nsystemd: { enabled: false }\ncontainers: { enabled: false }\n";

    private string _directory = null!;

    [SetUp]
    public void CreateDirectory() => _directory = Directory.CreateTempSubdirectory("exporters-check-").FullName;

    [TearDown]
    public void DeleteDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task Every_problem_is_a_line_in_the_order_of_the_file_and_nothing_is_asked()
    {
        var (code, lines) = await CheckAsync("logs:\n  sourcs: []\nserver:\n  max_requests: many\n");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(lines[0], Does.EndWith("exporters.yaml:2:3: logs.sourcs: unknown key; did you mean sources?"));
        Assert.That(lines[1], Does.EndWith("exporters.yaml:4:17: server.max_requests: must be a whole number, got \"many\""));
        Assert.That(lines[2], Is.EqualTo("2 problems in the configuration; nothing outside was asked"));
    }

    [Test]
    public async Task Settings_that_contradict_each_other_are_a_problem()
    {
        var (code, lines) = await CheckAsync(Quiet + "host: { filesystem: { mount_points_include: a, mount_points_exclude: b } }\n");

        Assert.That(code, Is.EqualTo(1));
        Assert.That(lines[0], Does.Contain("mount-points-include").And.Contain("mount-points-exclude"));
    }

    [Test]
    public async Task A_problem_of_the_web_configuration_file_is_one_of_the_configuration()
    {
        var web = Path.Combine(_directory, "web.yml");
        await File.WriteAllTextAsync(web, "basic_auth_users: { prometheus: secret }\n");
        var (code, lines) = await CheckAsync(Quiet.Replace("server: { ", $"server: {{ web_config_file: {web}, ", StringComparison.Ordinal));

        Assert.That(code, Is.EqualTo(1));
        Assert.That(lines[0], Does.StartWith($"{web}:1:33: basic_auth_users.prometheus: must be a bcrypt hash"));
    }

    [Test]
    public async Task What_answers_is_good()
    {
        var (code, lines) = await CheckAsync(Quiet);

        Assert.That(lines, Is.EqualTo(new[] { "ok    listen 127.0.0.1:0: is free", "ok    configuration: no problems" }));
        Assert.That(code, Is.Zero);
    }

    [Test]
    public async Task A_target_that_refuses_is_said_with_its_address()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var (code, lines) = await CheckAsync(Quiet + $"probes: {{ targets: [ {{ name: shop, url: \"http://127.0.0.1:{port}/\" }} ] }}\n");

        Assert.That(code, Is.EqualTo(2));
        Assert.That(lines[1], Is.EqualTo($"fail  probe shop http://127.0.0.1:{port}/: resolves to 127.0.0.1; 127.0.0.1:{port}: Connection refused"));
    }

    [Test]
    public async Task A_port_of_another_program_is_said()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerOnceAsync(other);
        var (code, lines) = await CheckAsync(Quiet.Replace("127.0.0.1:0", other.LocalEndpoint.ToString(), StringComparison.Ordinal));
        await answering;

        Assert.That(code, Is.EqualTo(2));
        Assert.That(lines[0], Does.StartWith("fail  listen 127.0.0.1:").And.Contain("in use by another program"));
    }

    [Test]
    public async Task Offline_asks_nothing()
    {
        var (code, lines) = await CheckAsync(Quiet + "probes: { targets: [ { name: shop, url: \"http://shop.invalid/\" } ] }\n", offline: true);

        Assert.That(lines, Is.EqualTo(new[] { "ok    configuration: no problems; nothing outside was asked (--offline)" }));
        Assert.That(code, Is.Zero);
    }

    [Test]
    public async Task Programs_get_the_same_as_JSON()
    {
        var (_, lines) = await CheckAsync("server:\n  listen: nowhere\n", json: true);
        using var document = JsonDocument.Parse(string.Join('\n', lines));
        var problem = document.RootElement.GetProperty("problems")[0];

        Assert.That(document.RootElement.GetProperty("exit_code").GetInt32(), Is.EqualTo(1));
        Assert.That(problem.GetProperty("line").GetInt32(), Is.EqualTo(2));
        Assert.That(problem.GetProperty("path").GetString(), Does.StartWith("server.listen"));
    }

    /// <summary>Another program's web server.</summary>
    private static async Task AnswerOnceAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        _ = await stream.ReadAtLeastAsync(new byte[4096], 1);
        await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
    }

    private async Task<(int Code, string[] Lines)> CheckAsync(string yaml, bool offline = false, bool json = false)
    {
        var path = Path.Combine(_directory, "exporters.yaml");
        await File.WriteAllTextAsync(path, yaml);
        var report = new ConfigReport();
        var config = AppConfigReader.Read(values => values.TrySet(ServerSettings.ConfigFile, [path], "--config.file", out _), report, _ => null);
        await using var output = new StringWriter();
        var code = await CheckCommand.RunAsync(config, report.Problems, offline, json, output, CancellationToken.None);
        return (code, output.ToString().TrimEnd().Split('\n'));
    }
}
