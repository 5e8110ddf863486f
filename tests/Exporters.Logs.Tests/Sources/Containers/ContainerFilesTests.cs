using Exporters.Docker.Feed;
using Exporters.Logs.Runs;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Containers;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;
using Exporters.Testing.FakeDocker;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Tests.Sources.Containers;

internal sealed class ContainerFilesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<string> _log = [];
    private readonly SemaphoreSlim _changed = new(0);
    private string _root = null!;
    private FakeDockerDaemon _docker = null!;
    private DockerFeeds _daemons = null!;
    private ContainerWatch _watch = null!;
    private ContainerFiles _files = null!;

    [SetUp]
    public void SetUp()
    {
        _log.Clear();
        _root = Directory.CreateTempSubdirectory("containers-").FullName;
        _docker = new FakeDockerDaemon();
        var source = new SourceConfig { Kind = SourceKind.Docker, Name = "docker", Endpoint = _docker.Endpoint };
        using var loggers = new LoggerFactory([new ListLogger(_log)]);
        _daemons = new DockerFeeds(TimeProvider.System);
        var options = new SourceOptions { Source = source, NamesOfKind = ["docker"], StateDirectory = _root };
        _watch = new ContainerWatch(options, _daemons, TimeProvider.System, loggers.CreateLogger<ContainerWatch>()) { Changed = () => _changed.Release() };
        _files = new ContainerFiles(_watch, new SourceSetup { Ledger = new SourceLedger("docker"), Parser = () => throw new NotSupportedException(), IsWrapped = true });
    }

    [TearDown]
    public async Task TearDown()
    {
        _watch.Dispose();
        _daemons.Dispose();
        await _docker.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task A_container_s_file_is_found_with_its_labels()
    {
        var container = Container("a", "shop-web-1", "exited");
        container.Labels["com.docker.compose.project"] = "shop";
        container.Labels["com.docker.compose.service"] = "web";
        File.WriteAllText(container.LogPath, "");
        await StartAsync();
        var found = Find().Single();
        Assert.That(found.Path, Is.EqualTo(container.LogPath));
        Assert.That(found.Resource.ToString(), Is.EqualTo(
            $"compose_project=shop compose_service=web container=shop-web-1 container.id={container.Id} host.name={Environment.MachineName} "
            + $"image={container.Image} instance={Environment.MachineName} job=docker service.name=web"));
    }

    [Test]
    public async Task Nothing_is_known_before_the_daemon_answers()
    {
        Assert.That(_files.IsReady, Is.False);
        Assert.That(_files.HasNews, Is.False);
        await StartAsync();
        Assert.That(_files.IsReady, Is.True);
        Assert.That(_files.HasNews, Is.True);
        Find();
        Assert.That(_files.HasNews, Is.False);
    }

    [Test]
    public async Task A_container_that_starts_or_gets_another_name_is_seen_by_its_event()
    {
        await StartAsync();
        Assert.That(Find(), Is.Empty);
        var container = Container("b", "late", "running");
        File.WriteAllText(container.LogPath, "");
        _docker.Emit("start", container, 1);
        await ChangeAsync();
        Assert.That(Find().Single().Resource.ToString(), Does.Contain("container=late "));
        container.Name = "renamed";
        _docker.Emit("rename", container, 2);
        await ChangeAsync();
        Assert.That(Find().Single().Resource.ToString(), Does.Contain("container=renamed "));
    }

    [Test]
    public async Task A_log_that_no_file_here_holds_is_read_through_the_API()
    {
        Container("a", "remote", "running", "/nowhere/on/this/machine/a-json.log");
        await StartAsync();
        Assert.That(Find(), Is.Empty);
        Assert.That(_watch.Logs.Single().Place, Is.EqualTo(LogPlace.Api));
    }

    [Test]
    public async Task Rotated_files_belong_to_the_log_oldest_first()
    {
        var path = Container("a", "shop", "running").LogPath;
        foreach (var name in (string[])[path + ".2", path + ".1", path])
        {
            File.WriteAllText(name, "");
        }

        await StartAsync();
        Assert.That(Find().Select(file => file.Path), Is.EqualTo(new[] { path + ".2", path + ".1", path }));
    }

    [TestCase(false, LogPlace.Api)]
    [TestCase(true, LogPlace.File)]
    public async Task A_log_with_compressed_rotated_files_is_read_through_the_API_unless_its_file_was_read_before(bool isFollowed, object place)
    {
        var path = Container("a", "shop", "running").LogPath;
        File.WriteAllText(path, "");
        File.WriteAllText(path + ".1.gz", "");
        _watch.IsFollowed = _ => isFollowed;
        await StartAsync();
        Assert.That(_watch.Logs.Single().Place, Is.EqualTo(place));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task A_daemon_that_must_not_be_asked_is_said_with_what_mends_it(CancellationToken cancellation)
    {
        _docker.Answer("/events", FakeAnswer.Error(403, "no"));
        _docker.Answer("/info", FakeAnswer.Error(403, "no"));
        _watch.Start();
        while (_watch.Trouble is null)
        {
            await Task.Delay(5, cancellation);
        }

        Assert.That(_watch.Reason, Is.EqualTo("permission"));
        Assert.That(_watch.Trouble, Does.Contain("; ").And.Match("usermod -aG|groupadd docker|--group-add|ls -l"));
        Assert.That(_log.Single(), Does.Contain(_watch.Trouble));
    }

    [Test]
    public async Task A_container_whose_driver_is_none_is_said_once()
    {
        Container("a", "silent", "running", "", driver: "none");
        await StartAsync();
        _docker.Emit("start", Container("b", "other", "running", "", driver: "journald"), 1);
        await ChangeAsync();
        Assert.That(_watch.Logs.Single().Name, Is.EqualTo("other"));
        Assert.That(_log, Is.EqualTo(new[] { "The log of container silent is not followed: its log driver is none" }));
    }

    private FakeContainer Container(string letter, string name, string state, string? path = null, string driver = "json-file")
    {
        var id = new string(letter[0], 64);
        var container = new FakeContainer { Id = id, Name = name, State = state, LogPath = path ?? Path.Combine(_root, id + "-json.log"), LogDriver = driver };
        _docker.Add(container);
        return container;
    }

    private List<FoundFile> Find()
    {
        var files = new List<FoundFile>();
        _files.Find(files, new HashSet<string>(), []);
        return files;
    }

    private async Task StartAsync()
    {
        _watch.Start();
        await ChangeAsync();
    }

    private async Task ChangeAsync() => Assert.That(await _changed.WaitAsync(Patience), Is.True, string.Join('\n', _log));
}
