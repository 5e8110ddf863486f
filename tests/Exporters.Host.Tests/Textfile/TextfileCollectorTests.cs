using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Textfile;

public sealed class TextfileCollectorTests
{
    [Test]
    public void Without_a_directory_there_is_no_error_and_nothing_else()
    {
        using var tree = FixtureTree.Empty();
        Assert.That(Page.Samples(Make.Collector("textfile", tree.Paths)), Is.EqualTo(["node_textfile_scrape_error 0"]));
        Assert.That(Page.Samples(Make.Collector("textfile", tree.Paths, "collector.textfile.directory=")), Is.EqualTo(["node_textfile_scrape_error 0"]));
    }

    [Test]
    public void A_missing_directory_is_an_error_that_ends_when_it_appears()
    {
        using var tree = FixtureTree.Empty();
        var collector = Collector(tree, "text");
        Assert.That(Page.Samples(collector), Is.EqualTo(["node_textfile_scrape_error 1"]));

        tree.Add("text/a.prom", "a 1\n").Add("text/b.txt", "b 1\n");
        Assert.That(Page.Samples(collector), Does.Contain("a 1").And.Contain("node_textfile_scrape_error 0"));
        Assert.That(Page.Of(collector), Does.Not.Contain("b 1"));
    }

    [Test]
    public void A_file_is_shown_with_its_modification_time_in_whole_seconds()
    {
        using var tree = FixtureTree.With("text/a.prom", "# HELP jobs_total Jobs done.\n# TYPE jobs_total counter\njobs_total{queue=\"x\"} 3\n");
        File.SetLastWriteTimeUtc($"{tree.Directory}/text/a.prom", DateTime.UnixEpoch.AddSeconds(1_700_000_000.9));

        Assert.That(Page.Of(Collector(tree, "text")), Does.Contain("# HELP jobs_total Jobs done.\n# TYPE jobs_total counter\njobs_total{queue=\"x\"} 3\n")
            .And.Contain($"node_textfile_mtime_seconds{{file=\"{tree.Directory}/text/a.prom\"}} 1700000000\n"));
    }

    [Test]
    public void A_changed_file_is_shown_at_the_next_scrape_and_a_removed_one_no_more()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n");
        var collector = Collector(tree, "text");
        Assert.That(Page.Samples(collector), Does.Contain("a 1"));
        tree.Add("text/a.prom", "a 2\n");
        Assert.That(Page.Samples(collector), Does.Contain("a 2"));
        tree.Remove("text/a.prom");
        Assert.That(Page.Samples(collector), Is.EqualTo(["node_textfile_scrape_error 0"]));
    }

    [Test]
    public void A_file_with_a_timestamp_or_a_wrong_line_is_left_out_whole_and_the_others_stay()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n").Add("text/b.prom", "b 1\nb2 1 1395066363000\n").Add("text/c.prom", "c 1\nc2{ 1\n").Add("text/d.prom", "d 1");
        var collector = Collector(tree, "text");
        var samples = Page.Samples(collector);

        Assert.That(samples, Does.Contain("a 1").And.Contain("node_textfile_scrape_error 1"));
        Assert.That(samples.Where(line => line[0] is 'b' or 'c' or 'd'), Is.Empty);
        Assert.That(Page.Samples(collector, "node_textfile_mtime_seconds"), Has.Length.EqualTo(1), "a broken file must not look fresh");
    }

    [Test]
    public void A_family_in_several_files_is_one_block_with_the_labels_of_all()
    {
        using var tree = FixtureTree.With("text/a.prom", "# TYPE e counter\ne{x=\"1\"} 10\n").Add("text/b.prom", "# TYPE e counter\ne{y=\"2\"} 20\ne 5\n");
        var page = Page.Of(Collector(tree, "text"));

        Assert.That(page, Does.StartWith(
            $"# HELP e Read from {tree.Directory}/text/a.prom, {tree.Directory}/text/b.prom.\n# TYPE e counter\n"
            + "e{x=\"1\",y=\"\"} 10\ne{x=\"\",y=\"2\"} 20\ne{x=\"\",y=\"\"} 5\n"));
        Assert.That(page, Does.Contain("node_textfile_scrape_error 0"));
    }

    [TestCase("# HELP e One.\n# TYPE e counter\ne{f=\"a\"} 1\n", "# HELP e Another.\n# TYPE e counter\ne{f=\"b\"} 2\n")]
    [TestCase("# TYPE e counter\ne{f=\"a\"} 1\n", "# TYPE e gauge\ne{f=\"b\"} 2\n")]
    public void Where_files_disagree_the_first_counts_and_the_error_is_set(string first, string second)
    {
        using var tree = FixtureTree.With("text/a.prom", first).Add("text/b.prom", second);
        var samples = Page.Samples(Collector(tree, "text"));

        Assert.That(samples, Does.Contain("e{f=\"a\"} 1").And.Contain("node_textfile_scrape_error 1"));
        Assert.That(samples, Does.Not.Contain("e{f=\"b\"} 2"));
    }

    [Test]
    public void The_same_series_twice_is_shown_once_and_the_error_is_set()
    {
        using var tree = FixtureTree.With("text/a.prom", "e{a=\"1\",b=\"2\"} 1\n").Add("text/b.prom", "e{b=\"2\",a=\"1\"} 2\n");
        Assert.That(Page.Samples(Collector(tree, "text")).Where(line => line.StartsWith("e{", StringComparison.Ordinal)), Is.EqualTo(["e{a=\"1\",b=\"2\"} 1"]));
        Assert.That(Page.Samples(Collector(tree, "text")), Does.Contain("node_textfile_scrape_error 1"));
    }

    [Test]
    public void A_histogram_without_last_bucket_gets_one_and_stands_in_the_order_of_its_bounds()
    {
        using var tree = FixtureTree.With("text/a.prom", "# TYPE h histogram\nh_count 9\nh_bucket{le=\"10\"} 7\nh_bucket{le=\"2\"} 3\nh_sum 40\n");
        Assert.That(Page.Samples(Collector(tree, "text")).Where(line => line[0] == 'h'), Is.EqualTo(
            ["h_bucket{le=\"2\"} 3", "h_bucket{le=\"10\"} 7", "h_bucket{le=\"+Inf\"} 9", "h_sum 40", "h_count 9"]));
    }

    [Test]
    public void Several_directories_and_patterns_are_read_each_file_once()
    {
        using var tree = FixtureTree.With("text/one/a.prom", "a 1\n").Add("text/two/b.prom", "b 1\n").Add("more/c.prom", "c 1\n");
        var values = new Configuration.Settings.SettingValues();
        var setting = HostCollectors.All.Single(c => c.Name == "textfile").Settings.Single(s => s.Name == "collector.textfile.directory");
        values.TrySet(setting, [$"{tree.Directory}/text/*", $"{tree.Directory}/more", $"{tree.Directory}/text/one"], "--x", out _);
        var collector = HostCollectors.All.Single(c => c.Name == "textfile").Create(
            new HostContext(tree.Paths, values, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance));

        Assert.That(Page.Samples(collector), Does.Contain("a 1").And.Contain("b 1").And.Contain("c 1").And.Contain("node_textfile_scrape_error 0"));
        Assert.That(Page.Samples(collector, "node_textfile_mtime_seconds"), Has.Length.EqualTo(3));
    }

    [Test]
    public void What_is_no_file_is_an_error_and_does_not_hang_or_fill_the_memory()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n").Add("text/dir.prom/x", "");
        File.CreateSymbolicLink($"{tree.Directory}/text/zero.prom", "/dev/zero");
        File.CreateSymbolicLink($"{tree.Directory}/text/broken.prom", "/no/such/file");
        Assert.That(Page.Samples(Collector(tree, "text")), Does.Contain("a 1").And.Contain("node_textfile_scrape_error 1"));
    }

    [Test]
    public void A_link_that_leads_nowhere_is_an_error_while_its_name_is_listed()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n").Link("text/x.prom", "/nonexistent");
        var logs = new LogLines();
        var collector = Collector(tree, logs);
        for (var scrape = 0; scrape < 2; scrape++)
        {
            Assert.That(Page.Samples(collector), Does.Contain("a 1").And.Contain("node_textfile_scrape_error 1"));
        }

        Assert.That(logs.Lines, Is.EqualTo([$"textfile was not used in full: {tree.Directory}/text/x.prom: a symbolic link to /nonexistent, which does not exist"]));
        tree.Remove("text/x.prom");
        Assert.That(Page.Samples(collector), Does.Contain("node_textfile_scrape_error 0"));
    }

    [Test]
    public void A_wrong_file_is_logged_once_until_something_else_is_wrong()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\r\n");
        var logs = new LogLines();
        var collector = Collector(tree, logs);
        Page.Of(collector);
        Page.Of(collector);
        tree.Add("text/a.prom", "a one\n");
        Page.Of(collector);

        Assert.That(logs.Lines, Has.Count.EqualTo(2));
        Assert.That(logs.Lines[0], Does.Contain("a.prom:1: expected a line that ends in \\n alone"));
        Assert.That(logs.Lines[1], Does.Contain("a.prom:1: expected a number, got \"one\""));
    }

    [Test]
    public void A_file_above_the_limit_is_left_out_with_the_option_that_raises_it()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n").Add("text/b.prom", "b 1000000\n");
        var logs = new LogLines();
        var collector = Collector(tree, logs, "collector.textfile.max-bytes=5");

        Assert.That(Page.Samples(collector), Does.Contain("a 1").And.Contain("node_textfile_scrape_error 1").And.Not.Contain("b 1000000"));
        Assert.That(logs.Lines.Single(), Does.EndWith("b.prom: larger than 5 bytes; raise --collector.textfile.max-bytes"));
    }

    [Test]
    public void A_metric_with_the_sample_name_of_a_histogram_in_another_file_is_an_error_and_its_series_is_there_once()
    {
        using var tree = FixtureTree.With("text/a.prom", "h_count 5\n").Add("text/b.prom", "# TYPE h histogram\nh_count 9\n");
        var samples = Page.Samples(Collector(tree, "text"));

        Assert.That(samples.Where(line => line[0] == 'h'), Is.EqualTo(["h_count 5"]));
        Assert.That(samples, Does.Contain("node_textfile_scrape_error 1"));
    }

    [Test]
    public void Two_changes_within_one_tick_of_the_clock_are_both_seen()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n");
        var collector = Collector(tree, "text");
        for (var value = 1; value < 200; value++)
        {
            tree.Add("text/a.prom", $"a {value % 10}\n");
            Assert.That(Page.Samples(collector), Does.Contain($"a {value % 10}"));
        }
    }

    [Test]
    public void A_large_file_leaves_nothing_behind_when_it_goes()
    {
        using var tree = FixtureTree.With("text/a.prom", "a 1\n");
        var collector = Collector(tree, "text");
        var writer = new FamilyWriter();
        void Scrape()
        {
            writer.Clear();
            collector.Collect(writer);
        }

        Scrape();
        Scrape();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        AddLarge(tree);
        Scrape();
        Scrape();
        Assert.That(writer.Samples, Is.GreaterThan(50_000));
        tree.Remove("text/b.prom");
        Scrape();
        Scrape();

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(300_000));
    }

    [Test]
    public void A_scrape_of_files_that_have_not_changed_for_a_while_allocates_nothing()
    {
        using var tree = FixtureTree.With("text/a.prom", "a{x=\"1\"} 1\n").Add("text/b.prom", "# TYPE s summary\ns{quantile=\"0.5\"} 1\n");
        var time = new ManualTimeProvider();
        var collector = Make.Collector("textfile", tree.Paths, time, $"collector.textfile.directory={tree.Directory}/text");
        Page.Of(collector);
        time.Advance(TimeSpan.FromSeconds(5));
        Allocations.AreNone(collector);
    }

    /// <summary>Writes line by line: pooled buffers of a whole text would be counted too.</summary>
    private static void AddLarge(FixtureTree tree)
    {
        using var file = File.CreateText($"{tree.Directory}/text/b.prom");
        for (var i = 0; i < 50_000; i++)
        {
            file.Write($"b{{job=\"job-{i}\"}} {i}\n");
        }
    }

    private static ICollector Collector(FixtureTree tree, LogLines logs, params string[] flags) =>
        Make.Collector("textfile", tree.Paths, TimeProvider.System, logs, [$"collector.textfile.directory={tree.Directory}/text", .. flags]);

    private static ICollector Collector(FixtureTree tree, string directory) =>
        Make.Collector("textfile", tree.Paths, $"collector.textfile.directory={tree.Directory}/{directory}");
}
