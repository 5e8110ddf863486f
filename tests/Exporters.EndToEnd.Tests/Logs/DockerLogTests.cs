using Exporters.EndToEnd.Tests.Containers;
using Exporters.LogSink;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>Logs of a real daemon's containers, in every way in which they are read.</summary>
[NonParallelizable]
internal sealed class DockerLogTests
{
    // What the daemon keeps of a log that goes elsewhere can be had through its API alone, unless it is told to keep nothing.
    private const string Elsewhere = "--log-driver gelf --log-opt gelf-address=udp://127.0.0.1:12201";

    private RealDocker _docker = null!;

    [SetUp]
    public void SetUp() => _docker = RealDocker.OrIgnore();

    [TearDown]
    public void TearDown() => _docker?.RemoveAll();

    [TestCase("", false)]
    [TestCase("-t", false)]
    [TestCase("--log-driver local", false)]
    [TestCase("", true)]
    [TestCase("-t", true)]
    public async Task Each_line_comes_once_with_the_container_s_labels(string options, bool onlySocket)
    {
        var hidden = onlySocket ? Path.Combine(_docker.Run("info", "--format", "{{.DockerRootDir}}"), "containers") : null;
        _docker.Start(
            "logs-before",
            options + " --label com.docker.compose.project=shop --label com.docker.compose.service=web",
            RealDocker.Image,
            "sh", "-c", "echo first; head -c 40000 /dev/zero | tr '\\0' x; echo; echo '{\"level\":\"error\",\"msg\":\"parsed\"}'");
        _docker.Run("wait", "logs-before");
        await using var shipping = await ShippingProgram.StartAsync($"{{ type: docker, endpoint: \"{_docker.Endpoint}\" }}", hidden);
        var records = await shipping.UntilAsync(all => Of(all, "logs-before").Count >= 3);
        var own = Of(records, "logs-before");
        Assert.That(own.Select(r => r.Body), Is.EqualTo(new[] { "first", new string('x', 40000), "parsed" }));
        Assert.That(own[2].Severity, Is.EqualTo(17));
        Assert.That(own[0]["log.iostream"], Is.EqualTo("stdout"));
        var resource = own[0].Resource;
        Assert.That(
            (resource["service.name"], resource["image"], resource["compose_project"], resource["compose_service"], resource["job"], resource["instance"]),
            Is.EqualTo(("web", RealDocker.Image, "shop", "web", "docker", Environment.MachineName)));

        // One that starts now, one that is removed as it ends, and the first one once more.
        _docker.Start("logs-later", options, RealDocker.Image, "sh", "-c", "echo later; sleep 1000");
        _docker.Run(["run", "--rm", "--name", "logs-short", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(o => o != "-t"), RealDocker.Image, "sh", "-c", "echo short; sleep 1"]);
        _docker.Run("start", "logs-before");
        records = await shipping.UntilAsync(all =>
            Of(all, "logs-before").Count >= 6 && Of(all, "logs-later").Count >= 1 && Of(all, "logs-short").Count >= 1);
        Assert.That(Of(records, "logs-before").Select(r => r.Body.Length), Is.EqualTo(new[] { 5, 40000, 6, 5, 40000, 6 }));
        Assert.That(Of(records, "logs-later").Single().Body, Is.EqualTo("later"));
        Assert.That(Of(records, "logs-short").Single().Body, Is.EqualTo("short"));

        // A kill and a restart: what came meanwhile, and nothing twice.
        await shipping.EndAsync("KILL");
        _docker.Run("start", "logs-before");
        _docker.Run("wait", "logs-before");
        shipping.Start();
        records = await shipping.UntilAsync(all => Of(all, "logs-before").Count >= 9);
        await shipping.UntilValueAsync("exporters_logs_pending_lines", 0, ("source", "docker"));
        Assert.That(Of(records, "logs-before").Select(r => r.Body.Length), Is.EqualTo(new[] { 5, 40000, 6, 5, 40000, 6, 5, 40000, 6 }), shipping.Log);
        Assert.That(Of(records, "logs-later"), Has.Count.EqualTo(1));
        Assert.That(records.Select(r => r.Resource.GetValueOrDefault("container")), Has.None.Null, "no line goes out under the source's own labels");
    }

    // What was rotated, and compressed, before anybody looked.
    [TestCase("--log-opt max-size=20k --log-opt max-file=10")]
    [TestCase("--log-opt max-size=20k --log-opt max-file=10 --log-opt compress=true")]
    [TestCase("--log-driver local --log-opt max-size=20k --log-opt max-file=10")]
    [TestCase("--log-driver local --log-opt max-size=20k --log-opt max-file=10 --log-opt compress=false")]
    public async Task A_rotated_log_comes_whole_as_docker_logs_shows_it(string options)
    {
        _docker.Start("logs-rotated", options, RealDocker.Image, "sh", "-c", "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo \"line $i of it\"; done; while [ ! -e /tmp/more ]; do sleep 0.1; done; echo \"line 1001 of it\"; sleep 1000");
        await WaitForAsync("line 1000 of it");
        var shown = _docker.Run("logs", "logs-rotated").Split('\n');
        Assert.That(shown, Has.Length.EqualTo(1000), "the daemon kept all of it");
        await using var shipping = await ShippingProgram.StartAsync($"{{ type: docker, endpoint: \"{_docker.Endpoint}\" }}");
        await shipping.UntilAsync(all => Of(all, "logs-rotated").Count >= 1000);
        await shipping.UntilValueAsync("exporters_logs_pending_lines", 0, ("source", "docker"));
        await shipping.EndAsync("KILL");
        _docker.Run("exec", "logs-rotated", "touch", "/tmp/more");
        shipping.Start();
        await shipping.UntilAsync(all => Of(all, "logs-rotated").Any(r => r.Body == "line 1001 of it"));
        await shipping.UntilValueAsync("exporters_logs_pending_lines", 0, ("source", "docker"));
        Assert.That(shipping.Sink.Records.Where(r => r.Resource.GetValueOrDefault("container") == "logs-rotated").Select(r => r.Body), Is.EqualTo(shown.Append("line 1001 of it")), shipping.Log);

        async Task WaitForAsync(string last)
        {
            for (var clock = System.Diagnostics.Stopwatch.StartNew(); !_docker.Run("logs", "--tail", "1", "logs-rotated").EndsWith(last, StringComparison.Ordinal);)
            {
                Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)));
                await Task.Delay(100);
            }
        }
    }

    [Test]
    public async Task A_container_whose_log_cannot_be_read_is_said_once()
    {
        _docker.Start("logs-none", "--log-driver none", RealDocker.Image, "sh", "-c", "echo unheard; sleep 1000");
        _docker.Start("logs-uncached", Elsewhere + " --log-opt cache-disabled=true", RealDocker.Image, "sh", "-c", "echo unheard; sleep 1000");
        _docker.Start("logs-cached", Elsewhere, RealDocker.Image, "sh", "-c", "echo cached; sleep 1000");
        _docker.Start("logs-heard", "", RealDocker.Image, "sh", "-c", "echo heard; sleep 1000");
        await using var shipping = await ShippingProgram.StartAsync($"{{ type: docker, endpoint: \"{_docker.Endpoint}\" }}");
        await shipping.UntilAsync(all => Of(all, "logs-heard").Count == 1 && Of(all, "logs-cached").Count == 1 && shipping.Log.Contains("logs-uncached", StringComparison.Ordinal));
        _docker.Run("restart", "-t", "0", "logs-none", "logs-uncached", "logs-heard");
        await shipping.UntilAsync(all => Of(all, "logs-heard").Count == 2);
        var said = shipping.Log.Split('\n').Where(line => line.Contains("container logs-", StringComparison.Ordinal) && line.Contains("is not followed", StringComparison.Ordinal)).ToList();
        Assert.That(said, Has.Count.EqualTo(2), shipping.Log);
        Assert.That(said, Has.One.Contains("logs-none is not followed: its log driver is none"));
        Assert.That(said, Has.One.Contains("does not support reading"));
    }

    private static List<SinkRecord> Of(IReadOnlyList<SinkRecord> records, string container) =>
        [.. records.Where(r => r.Resource.GetValueOrDefault("container") == container).OrderBy(r => r.TimeUnixNano)];
}
