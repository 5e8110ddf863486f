using Exporters.Configuration;
using Exporters.Logs.Runs;

namespace Exporters.Logs.Tests.Runs;

internal sealed class DryRunTests
{
    private string _directory = "";

    [SetUp]
    public void SetUp() => _directory = Directory.CreateTempSubdirectory("dry-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task The_first_lines_are_shown_as_their_source_would_send_them()
    {
        var path = Path.Combine(_directory, "app.log");
        await File.WriteAllTextAsync(path, "2026-11-21T09:50:00.5Z WARN low stock left=3\nno time at all\n\tindented\n2026-11-21T09:50:01Z DEBUG nothing\n");
        var (code, said, _) = await Run(
            path,
            """
            logs:
              resource: { host.name: web1, job: shop }
              sources:
                - { type: file, include: ["*.log"], service: api, steps: [ { drop: { below: info } } ] }
            """);
        Assert.That(code, Is.Zero);
        Assert.That(said, Is.EqualTo($$"""
            {{path}}: as the source api would

            line 1
            format    plain
            time      2026-11-21T09:50:00.5000000Z
            severity  WARN (13)
            body      low stock
            attribute left = 3
            attribute log.file.path = {{path}}
            labels    {instance="web1", job="shop", service_name="api"}

            lines 2 to 3
            format    plain
            time      none in the line: the time of reading
            severity  none
            body      no time at all\n	indented
            attribute log.file.path = {{path}}
            labels    {instance="web1", job="shop", service_name="api"}

            line 4
            format    plain
            time      2026-11-21T09:50:01.0000000Z
            severity  DEBUG (5)
            body      nothing
            attribute log.file.path = {{path}}
            labels    {instance="web1", job="shop", service_name="api"}
            dropped   filtered

            """));
    }

    [Test]
    public async Task A_pod_s_log_is_shown_out_of_its_wrapping_and_with_what_its_path_tells()
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_directory, "shop_api-7d4_0a1b", "web")).FullName, "0.log");
        await File.WriteAllTextAsync(path, "2026-11-21T09:50:00.5Z stdout P WARN low \n2026-11-21T09:50:00.6Z stdout F stock left=3\n");
        var (_, said, _) = await Run(
            path,
            """
            logs:
              sources:
                - type: file
                  include: ["*/*/*.log"]
                  format: cri
                  path_labels: { pattern: '/(?<ns>[^_/]+)_(?<pod>[^_/]+)_[^/]+/(?<c>[^/]+)/', attributes: { k8s.namespace.name: ns, k8s.pod.name: pod, service.name: c } }
            """);
        Assert.That(said, Does.Contain("lines 1 to 2\n").And.Contain("time      2026-11-21T09:50:00.5000000Z\n").And.Contain("body      low stock\n").And.Contain("severity  WARN"));
        Assert.That(said, Does.Contain($"labels    {{instance=\"{Environment.MachineName}\", job=\"file\", k8s_namespace_name=\"shop\", k8s_pod_name=\"api-7d4\", service_name=\"web\"}}"));
    }

    [Test]
    public async Task Only_the_first_ten_records_of_a_long_file_are_shown()
    {
        var path = Path.Combine(_directory, "long");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, 50_000).Select(i => $"line {i}"));
        var (code, said, _) = await Run(path, "logs: { sources: [] }");
        Assert.That(code, Is.Zero);
        Assert.That(said, Does.StartWith($"{path}: no configured source reads it; as --file would\n").And.Contain("\nline 10\n").And.Not.Contain("\nline 11\n"));
        Assert.That(said, Does.Contain("service_name=\"given\""));
    }

    [Test]
    public async Task A_file_that_is_not_there_is_said_to_be()
    {
        var (code, _, errors) = await Run(Path.Combine(_directory, "nowhere"), "logs: { sources: [] }");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.StartWith("exporters logs: Could not find file"));
    }

    private async Task<(int Code, string Said, string Errors)> Run(string path, string yaml)
    {
        var report = new ConfigReport();
        var file = Path.Combine(_directory, "exporters.yaml");
        await File.WriteAllTextAsync(file, yaml);
        var config = LogsConfigReader.Read(ConfigFile.Load(file, report, _ => null)!.Map().Get("logs"), report);
        Assert.That(report.Problems, Is.Empty);
        var output = new StringWriter { NewLine = "\n" };
        var errors = new StringWriter { NewLine = "\n" };
        return (await new DryRun(config, output, errors, TimeProvider.System).RunAsync(path, "given"), output.ToString(), errors.ToString());
    }
}
