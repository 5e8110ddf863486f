using Exporters.Testing.Exposition;

namespace Exporters.EndToEnd.Tests.Program;

/// <summary>The program from outside: exit codes, messages, signals.</summary>
[TestFixture]
public sealed class ProgramTests
{
    [Test, CancelAfter(60_000)]
    public async Task A_text_file_with_a_name_of_a_collector_is_named_and_the_collector_s_value_stays(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("exporters-text-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "a.prom"), "# TYPE node_load1 gauge\nnode_load1 99999\n", cancellationToken);
            var (exitCode, output, error) = await RunningProgram.RunAsync(
                "metrics", "--collector.disable-defaults", "--collector.loadavg", "--collector.textfile", $"--collector.textfile.directory={directory.FullName}");

            Assert.That(exitCode, Is.Zero, error);
            Assert.That(output, Does.Contain("\nnode_load1 ").And.Not.Contain("\nnode_load1 99999").And.Contain("\nnode_textfile_scrape_error 1\n"));
            Assert.That(error, Does.Contain($"{directory.FullName}/a.prom: node_load1 is left out: the name belongs to the collector loadavg"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Test]
    public async Task Metrics_prints_one_page()
    {
        var (exitCode, output, error) = await RunningProgram.RunAsync("metrics", "--log.level=error");

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(ExpositionParser.Parse(output).Keys, Does.Contain("node_load1").And.Contain("exporters_build_info"));
    }

    [Test]
    public async Task Version_tells_version_revision_and_platform()
    {
        var (exitCode, output, _) = await RunningProgram.RunAsync("--version");

        Assert.That(exitCode, Is.Zero);
        Assert.That(output, Does.Match(@"^exporters \d+\.\d+\.\d+ \(revision \w+, \.NET 10\.[\d.]+, linux-"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_port_in_use_is_one_clear_line_and_exit_1()
    {
        await using var first = RunningProgram.Start("--web.listen-address=127.0.0.1:0");
        var port = (await first.AddressAsync()).Port;

        var (exitCode, output, error) = await RunningProgram.RunAsync($"--web.listen-address=127.0.0.1:{port}");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain($"127.0.0.1:{port}").And.Contain("in use").And.Contain("--web.listen-address"));
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    public async Task A_signal_ends_it_in_time_with_exit_0(string signal)
    {
        await using var program = RunningProgram.Start("serve", "--web.listen-address=127.0.0.1:0");
        var address = await program.AddressAsync();
        using var client = new HttpClient { BaseAddress = address };
        Assert.That(await client.GetStringAsync("/metrics"), Does.Contain("node_load1"));

        await program.SignalAsync(signal);
        var exitCode = await program.ExitAsync();

        Assert.That(exitCode, Is.Zero, program.Error);
    }

    [Test]
    public async Task Unknown_options_are_refused_and_named()
    {
        var (exitCode, _, error) = await RunningProgram.RunAsync("--web.listen-adress=:9");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.Contain("--web.listen-adress"));
    }

    [Test]
    public async Task Wrong_values_are_all_told_and_nothing_starts()
    {
        var (exitCode, _, error) = await RunningProgram.RunAsync("--log.level=loud", "--web.max-requests=many", "--web.telemetry-path=metrics");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(3), error);
        Assert.That(error, Does.Contain("--log.level: must be one of debug, info, warn, error, got \"loud\""));
    }

    [Test]
    public async Task Switches_are_turned_as_in_node_exporter()
    {
        var (_, output, error) = await RunningProgram.RunAsync(
            "metrics", "--collector.disable-defaults", "--collector.loadavg", "--collector.interrupts", "--no-collector.interrupts", "--log.level=error");

        var collectors = ExpositionParser.Parse(output)["node_scrape_collector_success"].Samples.Select(s => s.Labels["collector"]);
        Assert.That(collectors, Does.Contain("loadavg").And.Not.Contain("interrupts").And.Not.Contain("cpu").And.Not.Contain("containers").And.Not.Contain("machine"), error);
    }
}
