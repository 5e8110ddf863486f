using System.Text;
using Exporters.Configuration.Settings;
using Exporters.Host.Filesystem;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Host.Tests.Filesystem;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FilesystemCollectorTests
{
    private const string Root = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw\n";
    private const string Nfs = "40 27 0:50 / /mnt/share rw,relatime - nfs4 server:/export rw,vers=4.2\n";
    private const string Local = "41 27 254:16 / /data rw,relatime - xfs /dev/vdb rw\n";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly FakeStatfs _statfs = new();

    [Test]
    public void A_mount_is_shown_with_what_statfs_says()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root);
        using var collector = Make(tree.Paths with { RootFs = "/" });
        const string Labels = "{device=\"/dev/vda\",mountpoint=\"/\",fstype=\"ext4\",device_error=\"\"}";

        Assert.That(Page.Samples(collector), Is.EquivalentTo(
        [
            $"node_filesystem_size_bytes{Labels} 1000", $"node_filesystem_free_bytes{Labels} 400", $"node_filesystem_avail_bytes{Labels} 300",
            $"node_filesystem_files{Labels} 50", $"node_filesystem_files_free{Labels} 20", $"node_filesystem_readonly{Labels} 0",
            $"node_filesystem_device_error{Labels} 0", "node_filesystem_mount_info{device=\"/dev/vda\",major=\"254\",minor=\"0\",mountpoint=\"/\"} 1",
        ]));
    }

    [Test]
    public void Kernel_file_systems_and_mounts_of_containers_are_left_out_by_default_and_tmpfs_is_not()
    {
        using var tree = FixtureTree.With(
            "proc/1/mountinfo",
            Root + "51 27 0:1 / /proc rw - proc proc rw\n52 27 0:2 / /run rw - tmpfs tmpfs rw\n53 27 0:3 / /dev/shm rw - tmpfs tmpfs rw\n"
            + "54 55 0:4 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw\n55 27 0:5 / /var/lib/docker rw - ext4 /dev/vdb rw\n"
            + "56 27 0:6 / /devices rw - ext4 /dev/vdc rw\n57 52 0:7 / /run/credentials/a.service rw - ramfs ramfs rw\n");

        Assert.That(MountPoints(Make(tree.Paths)), Is.EqualTo(["/", "/run", "/var/lib/docker", "/devices"]));
        Assert.That(MountPoints(Make(tree.Paths, "collector.filesystem.mount-points-include=^/(proc|dev)")), Is.EqualTo(["/dev/shm", "/devices"]));
        Assert.That(MountPoints(Make(tree.Paths, "collector.filesystem.fs-types-include=^(proc|overlay)$")), Is.Empty);
        Assert.That(MountPoints(Make(tree.Paths, "collector.filesystem.ignored-fs-types=ext4", "collector.filesystem.ignored-mount-points=^/proc")),
            Is.EqualTo(["/run", "/dev/shm", "/var/lib/docker/overlay2/x/merged", "/run/credentials/a.service"]));
    }

    [TestCase("collector.filesystem.mount-points-include=a", "collector.filesystem.mount-points-exclude=b")]
    [TestCase("collector.filesystem.fs-types-include=a", "collector.filesystem.fs-types-exclude=b")]
    [TestCase("collector.filesystem.fs-types-exclude=a", "collector.filesystem.ignored-fs-types=b")]
    [TestCase("collector.filesystem.mount-points-exclude=a", "collector.filesystem.ignored-mount-points=b")]
    public void Flags_that_contradict_are_left_out_when_it_is_made(string one, string other) =>
        Assert.That(() => Make(new HostPaths(), one, other), Throws.InstanceOf<SettingConflictException>());

    [TestCase("ro,relatime", "rw", 1)]
    [TestCase("rw", "ro", 1)]
    [TestCase("rw", "rw,emergency_ro", 1)]
    [TestCase("rw", "rw,errors=remount-ro", 0)]
    public void It_is_read_only_when_the_mount_or_the_file_system_is(string options, string superOptions, int expected)
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", $"27 1 254:0 / / {options} - ext4 /dev/vda {superOptions}\n");
        Assert.That(Page.Samples(Make(tree.Paths), "node_filesystem_readonly").Single(), Does.EndWith($" {expected}"));
    }

    [Test]
    public void A_mount_that_fails_says_why_and_keeps_error_and_readonly_only()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Nfs);
        var collector = Make(tree.Paths with { RootFs = "/" });
        _statfs.Fail("/mnt/share", (Errno)116);

        const string Labels = "{device=\"server:/export\",mountpoint=\"/mnt/share\",fstype=\"nfs4\",device_error=\"stale NFS file handle\"}";
        Assert.That(Page.Samples(collector), Is.EqualTo([$"node_filesystem_device_error{Labels} 1", $"node_filesystem_readonly{Labels} 0"]));
        _statfs.Fail("/mnt/share", Errno.AccessDenied);
        Assert.That(Page.Of(collector), Does.Contain("device_error=\"permission denied\""));
        _statfs.Fail("/mnt/share", Errno.None);
        Assert.That(Page.Samples(collector, "node_filesystem_size_bytes"), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_dead_mount_is_waited_for_once_then_reported_without_waiting_until_it_answers()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + Nfs + Local);
        using var collector = Make(tree.Paths with { RootFs = "/" }, "collector.filesystem.mount-timeout=1s");
        _statfs.Hang("/mnt/share");

        for (var scrape = 0; scrape < 5; scrape++)
        {
            Assert.That(Page.Samples(collector, "node_filesystem_device_error"), Is.EqualTo(
            [
                "node_filesystem_device_error{device=\"/dev/vda\",mountpoint=\"/\",fstype=\"ext4\",device_error=\"\"} 0",
                "node_filesystem_device_error{device=\"server:/export\",mountpoint=\"/mnt/share\",fstype=\"nfs4\",device_error=\"mountpoint timeout\"} 1",
                "node_filesystem_device_error{device=\"/dev/vdb\",mountpoint=\"/data\",fstype=\"xfs\",device_error=\"\"} 0",
            ]));
        }

        Assert.That(_statfs.Calls("/mnt/share"), Is.EqualTo(1), "asked once, not once a scrape");
        Assert.That(_statfs.Calls("/"), Is.EqualTo(5));
        Assert.That(collector.Threads, Is.LessThanOrEqualTo(2), "one for the local mounts, one stuck");

        _statfs.Resume("/mnt/share");
        Assert.That(() => Page.Samples(collector, "node_filesystem_size_bytes"), Has.Length.EqualTo(3).After((int)Soon.TotalMilliseconds, 10));
    }

    [Test]
    public void While_a_mount_that_answered_before_is_slow_its_last_answer_stands_until_the_timeout()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Nfs);
        var time = new ManualClock();
        using var collector = Make(tree.Paths with { RootFs = "/" }, time, "collector.filesystem.mount-timeout=5s");
        Assert.That(Page.Samples(collector, "node_filesystem_avail_bytes").Single(), Does.EndWith(" 300"));

        _statfs.Hang("/mnt/share");
        time.AdvanceAtEveryLook = TimeSpan.FromMilliseconds(50);
        Assert.That(Page.Samples(collector, "node_filesystem_avail_bytes").Single(), Does.EndWith(" 300"), "the last answer");
        time.AdvanceAtEveryLook = TimeSpan.Zero;
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(Page.Of(collector), Does.Contain("mountpoint timeout"));

        _statfs.Space = _statfs.Space with { AvailableBytes = 200 };
        _statfs.Resume("/mnt/share");
        Assert.That(() => Page.Samples(collector, "node_filesystem_avail_bytes"), Has.Length.EqualTo(1).After((int)Soon.TotalMilliseconds, 10));
        Assert.That(Page.Samples(collector, "node_filesystem_avail_bytes").Single(), Does.EndWith(" 200"));
    }

    [Test]
    public void A_hundred_dead_mounts_take_a_bounded_number_of_threads_and_leave_the_local_ones_alone()
    {
        var dead = Enumerable.Range(0, 100).Select(i => $"{i + 50} 27 0:{i + 50} / /mnt/{i} rw - nfs4 server:/{i} rw\n");
        using var tree = FixtureTree.With("proc/1/mountinfo", string.Concat(dead) + Root + Local);
        using var collector = Make(tree.Paths with { RootFs = "/" }, "collector.filesystem.mount-timeout=1s");
        for (var i = 0; i < 100; i++)
        {
            _statfs.Hang($"/mnt/{i}");
        }

        for (var scrape = 0; scrape < 3; scrape++)
        {
            Assert.That(MountPoints(collector), Is.EqualTo(["/", "/data"]));
            Assert.That(Page.Samples(collector, "node_filesystem_device_error").Count(line => line.EndsWith(" 1", StringComparison.Ordinal)), Is.EqualTo(100));
        }

        Assert.That(collector.Threads, Is.LessThanOrEqualTo(1 + StatfsWorkers.MaxStuck + 4));
        for (var i = 0; i < 100; i++)
        {
            _statfs.Resume($"/mnt/{i}");
        }

        Assert.That(() => MountPoints(collector), Has.Length.EqualTo(102).After((int)Soon.TotalMilliseconds, 10));
        Assert.That(() => collector.Threads, Is.LessThanOrEqualTo(2).After((int)Soon.TotalMilliseconds, 10), "threads that are no longer needed end");
    }

    [Test]
    public void Threads_end_with_the_collector()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + Nfs);
        var collector = Make(tree.Paths with { RootFs = "/" });
        Page.Of(collector);
        collector.Dispose();
        Assert.That(() => collector.Threads, Is.Zero.After((int)Soon.TotalMilliseconds, 10));
    }

    [Test]
    public void Five_hundred_mounts_are_all_shown_and_a_new_one_at_the_next_scrape()
    {
        var lines = Enumerable.Range(0, 500).Select(i => $"{i + 50} 27 254:{i} / /mnt/{i} rw - ext4 /dev/mapper/vg-{i} rw\n").ToList();
        using var tree = FixtureTree.With("proc/1/mountinfo", string.Concat(lines));
        using var collector = Make(tree.Paths);
        Assert.That(MountPoints(collector), Has.Length.EqualTo(500));

        tree.Add("proc/1/mountinfo", string.Concat(lines.Skip(1)) + Local);
        Assert.That(MountPoints(collector), Has.Length.EqualTo(500).And.Contain("/data").And.Not.Contain("/mnt/0"));
    }

    [Test]
    public void The_same_mount_listed_twice_is_shown_once()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + Root + "99 1 254:0 / / ro - ext4 /dev/vda rw\n" + Local);
        Assert.That(MountPoints(Make(tree.Paths)), Is.EqualTo(["/", "/data"]));
    }

    [Test]
    public void Of_a_mount_over_a_mount_of_the_same_source_the_visible_one_is_shown()
    {
        using var tree = FixtureTree.With(
            "proc/1/mountinfo", Root + "66 27 0:65 / /scratch rw - tmpfs tmpfs rw,size=1024k\n103 66 0:66 / /scratch rw - tmpfs tmpfs rw,size=2048k\n");
        Assert.That(Page.Samples(Make(tree.Paths), "node_filesystem_mount_info").Where(line => line.Contains("scratch", StringComparison.Ordinal)), Is.EqualTo(
            ["node_filesystem_mount_info{device=\"tmpfs\",major=\"0\",minor=\"66\",mountpoint=\"/scratch\"} 1"]));
    }

    [TestCase("60 27 8:1 / /a rw - ext4 /dev/sda1 rw\n61 60 8:2 / /a rw - ext4 /dev/sdb1 rw\n", "/ /dev/vda", "/a /dev/sdb1", TestName = "One_under_another_of_its_mount_point")]
    [TestCase("60 27 8:1 / /a rw - ext4 /dev/sda1 rw\n61 60 0:9 / /a rw - proc proc rw\n", "/ /dev/vda", TestName = "One_under_another_that_is_not_shown")]
    [TestCase("60 27 8:1 / /a rw - ext4 /dev/sda1 rw\n62 60 8:3 / /a/b rw - ext4 /dev/sdc1 rw\n61 60 8:2 / /a rw - ext4 /dev/sdb1 rw\n",
        "/ /dev/vda", "/a /dev/sdb1", TestName = "One_in_a_mount_that_was_covered_later")]
    [TestCase("60 27 8:1 / /a/b rw - ext4 /dev/sda1 rw\n61 27 8:2 / /a rw - ext4 /dev/sdb1 rw\n", "/ /dev/vda", "/a /dev/sdb1", TestName = "One_below_a_directory_that_was_covered_later")]
    [TestCase("60 27 0:9 / /a rw - autofs systemd-1 rw\n61 60 8:2 / /a rw - ext4 /dev/sdb1 rw\n62 61 8:3 / /a/b rw - ext4 /dev/sdc1 rw\n",
        "/ /dev/vda", "/a /dev/sdb1", "/a/b /dev/sdc1", TestName = "But_none_in_the_mount_on_top")]
    [TestCase("60 27 8:1 / /ab rw - ext4 /dev/sda1 rw\n61 27 8:2 / /a rw - ext4 /dev/sdb1 rw\n", "/ /dev/vda", "/ab /dev/sda1", "/a /dev/sdb1", TestName = "And_none_beside_it")]
    public void A_mount_that_its_path_does_not_lead_to_is_left_out(string lines, params string[] expected)
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + lines);
        Assert.That(
            Page.Samples(Make(tree.Paths), "node_filesystem_readonly").Select(line => $"{line.Split("mountpoint=\"")[1].Split('"')[0]} {line.Split("device=\"")[1].Split('"')[0]}"),
            Is.EqualTo(expected));
    }

    [Test]
    public void Escapes_in_the_mount_point_are_decoded_for_the_label_and_for_statfs()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", "27 1 254:0 / /mnt/my\\040disk\\011x rw - ext4 /dev/vda rw\n");
        Assert.That(MountPoints(Make(tree.Paths with { RootFs = "/" })), Is.EqualTo(["/mnt/my disk\tx"]));
        Assert.That(_statfs.Calls("/mnt/my disk\tx"), Is.EqualTo(1));
    }

    [Test]
    public void A_mount_point_that_is_no_utf8_is_asked_by_its_bytes_and_shown_with_the_replacement_character()
    {
        byte[] line = [.. "27 1 254:0 / /mnt/"u8, 0xff, .. " rw - ext4 /dev/vda rw\n"u8];
        using var tree = FixtureTree.Empty().Add("proc/1/mountinfo", line);
        byte[]? asked = null;
        var collector = Make(tree.Paths with { RootFs = "/" }, TimeProvider.System, (path, out space) =>
        {
            asked = path.ToArray();
            space = default;
            return Errno.None;
        });

        Assert.That(MountPoints(collector), Is.EqualTo(["/mnt/\uFFFD"]));
        Assert.That(asked, Is.EqualTo((byte[])[.. "/mnt/"u8, 0xff, 0]));
    }

    [Test]
    public void The_root_prefix_is_put_before_paths_and_taken_from_mount_points()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + Local);
        Assert.That(MountPoints(Make(tree.Paths with { RootFs = "/host" })), Is.EqualTo(["/", "/data"]), "mounts as the host's first process sees them");
        Assert.That((_statfs.Calls("/host/"), _statfs.Calls("/host/data")), Is.EqualTo((1, 1)));
    }

    [Test]
    public void In_a_container_only_the_mounts_below_the_root_prefix_are_the_host_s()
    {
        const string Own = "1 1 0:9 / / rw - overlay overlay rw\n2 1 254:0 / /host ro - ext4 /dev/vda rw\n3 2 254:16 / /host/data ro - xfs /dev/vdb rw\n"
            + "4 1 254:0 /x /etc/hosts rw - ext4 /dev/vda rw\n5 1 254:0 /y /hostile rw - ext4 /dev/vda rw\n";
        using var tree = FixtureTree.With("proc/1/mountinfo", Own).Add("proc/self/mountinfo", Own);

        Assert.That(MountPoints(Make(tree.Paths with { RootFs = "/host/" })), Is.EqualTo(["/", "/data"]));
    }

    [Test]
    public void In_a_container_without_the_host_s_root_nothing_is_shown_and_the_missing_mount_is_named()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root);
        var collector = new FilesystemCollector(Context(tree.Paths, TimeProvider.System), _statfs.Call, "the host's root is not mounted: -v /:/host");

        Assert.That(
            () => Page.Of(collector),
            Throws.InstanceOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Configuration).And.Message.Contains("-v /:/host"));
        Assert.That(_statfs.Calls("/"), Is.Zero);
    }

    [Test]
    public void Where_process_1_is_hidden_its_own_mounts_are_shown()
    {
        using var tree = FixtureTree.With("proc/self/mountinfo", Local);
        Assert.That(MountPoints(Make(tree.Paths)), Is.EqualTo(["/data"]));
    }

    [Test]
    public void A_line_that_is_no_mount_is_left_out_with_its_number()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + "28 27 broken\n");
        Assert.That(Page.Unreadable(Make(tree.Paths)), Has.One.Contains("1/mountinfo:2: expected a device as major:minor"));
    }

    [Test]
    public void Remounting_does_not_ask_a_stuck_mount_again()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Nfs);
        using var collector = Make(tree.Paths with { RootFs = "/" }, "collector.filesystem.mount-timeout=500ms");
        _statfs.Hang("/mnt/share");
        Page.Of(collector);
        tree.Add("proc/1/mountinfo", Nfs.Replace("rw,relatime", "ro,relatime", StringComparison.Ordinal));

        Assert.That(Page.Samples(collector, "node_filesystem_readonly").Single(), Does.EndWith(" 1"));
        Assert.That(_statfs.Calls("/mnt/share"), Is.EqualTo(1));
        _statfs.Resume("/mnt/share");
    }

    [Test]
    public void A_second_scrape_allocates_nothing()
    {
        using var tree = FixtureTree.With("proc/1/mountinfo", Root + Local);
        using var collector = new FilesystemCollector(Context(new HostPaths(tree.Paths.ProcRoot), TimeProvider.System), FilesystemSpace.TryRead, null);
        Allocations.AreNone(collector);
    }

    [Test]
    public void The_root_of_this_machine_has_a_size_and_free_space_within_it()
    {
        Assert.That(FilesystemSpace.TryRead("/", out var space), Is.EqualTo(Errno.None));
        var drive = new DriveInfo("/");
        Assert.That(space.SizeBytes, Is.EqualTo(drive.TotalSize));
        Assert.That(space.AvailableBytes, Is.LessThanOrEqualTo(space.FreeBytes));
        Assert.That(space.FreeBytes, Is.LessThanOrEqualTo(space.SizeBytes));
        Assert.That(FilesystemSpace.TryRead("/no such place", out _), Is.EqualTo(Errno.NoEntry));
    }

    private static string[] MountPoints(ICollector collector) =>
        [.. Page.Samples(collector, "node_filesystem_size_bytes").Select(line => line.Split("mountpoint=\"")[1].Split('"')[0])];

    private static HostContext Context(HostPaths paths, TimeProvider time, params IReadOnlyList<string> flags)
    {
        var values = new SettingValues();
        var known = FilesystemCollector.Settings.ToDictionary(setting => setting.Name);
        foreach (var flag in flags)
        {
            var parts = flag.Split('=', 2);
            Assert.That(values.TrySet(known[parts[0]], [parts[1]], "--" + parts[0], out _));
        }

        return new HostContext(paths, values, time, NullLoggerFactory.Instance);
    }

    private FilesystemCollector Make(HostPaths paths, params IReadOnlyList<string> flags) => Make(paths, TimeProvider.System, flags);

    private FilesystemCollector Make(HostPaths paths, TimeProvider time, params IReadOnlyList<string> flags) =>
        new(Context(paths, time, flags), _statfs.Call, null);

    private static FilesystemCollector Make(HostPaths paths, TimeProvider time, StatfsCall statfs) => new(Context(paths, time), statfs, null);

    /// <summary>A clock that the test moves, also a step at every look at it.</summary>
    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public TimeSpan AdvanceAtEveryLook { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Add(ref _ticks, AdvanceAtEveryLook.Ticks);

        public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}
