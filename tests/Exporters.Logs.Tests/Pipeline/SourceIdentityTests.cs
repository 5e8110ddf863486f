using Exporters.Configuration;
using Exporters.Docker.Feed;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;
using Exporters.Logs.Tests.Tailing;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>A file known from an earlier run goes through the rules of the source that matches it now, however the list was changed meanwhile.</summary>
internal sealed class SourceIdentityTests
{
    private const string Secret = "login from alice@example.com";
    private const string Redacted = "login from [redacted]";

    private string _root = "";

    private string Redacting => $"- {{ type: file, include: ['{_root}/in/secret.log*'], steps: [redact] }}";

    private string Plain => $"- {{ type: file, include: ['{_root}/in/plain.log'] }}";

    private string Other => $"- {{ type: file, include: ['{_root}/in/other.log'] }}";

    [SetUp]
    public void MakeDirectory()
    {
        _root = Directory.CreateTempSubdirectory("identity").FullName;
        Directory.CreateDirectory(Path.Combine(_root, "in"));
    }

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task Swapped_entries_keep_their_rules()
    {
        await WriteAndRunAsync(Redacting, Plain);

        var (sent, ledgers) = await WriteAndRunAsync(Plain, Redacting);

        Assert.That(sent, Is.EquivalentTo(new[] { Redacted, Secret }));
        Assert.That(ledgers.Select(l => l.Snapshot().Read), Is.EqualTo(new[] { 2L, 2L }), "each source goes on counting its own lines");
    }

    [Test]
    public async Task An_entry_put_in_front_changes_no_rules()
    {
        await WriteAndRunAsync(Redacting);

        var (sent, _) = await WriteAndRunAsync(Plain, Redacting);

        Assert.That(sent, Is.EquivalentTo(new[] { Redacted, Secret, Secret }), "the plain file is new to the program, both of its lines go out");
    }

    [Test]
    public async Task An_entry_taken_away_leaves_the_rules_of_the_others()
    {
        await WriteAndRunAsync(Plain, Redacting);

        var (sent, _) = await WriteAndRunAsync(Redacting);
        var (later, _) = await WriteAndRunAsync(Redacting, Plain);

        Assert.That(sent, Is.EqualTo(new[] { Redacted }));
        Assert.That(later, Is.EquivalentTo(new[] { Redacted, Secret, Secret }), "back in the list, it goes on where it stood");
    }

    [Test]
    public async Task A_renamed_source_goes_on_where_it_stood()
    {
        await WriteAndRunAsync($"- {{ type: file, name: a, include: ['{_root}/in/secret.log'] }}");

        var (sent, ledgers) = await WriteAndRunAsync($"- {{ type: file, name: b, include: ['{_root}/in/secret.log'], steps: [redact] }}");

        Assert.That(sent, Is.EqualTo(new[] { Redacted }));
        Assert.That(ledgers[0].Source, Is.EqualTo("b"));
        Assert.That(ledgers[0].Snapshot(), Is.EqualTo((1L, 1L, 0L, 0L, 0L)));
    }

    [Test]
    public async Task Names_that_change_hands_hand_over_no_files()
    {
        await WriteAndRunAsync($"- {{ type: file, name: a, include: ['{_root}/in/secret.log'], steps: [redact] }}", $"- {{ type: file, name: b, include: ['{_root}/in/plain.log'] }}");

        var (sent, _) = await WriteAndRunAsync(
            $"- {{ type: file, name: b, include: ['{_root}/in/secret.log'], steps: [redact] }}", $"- {{ type: file, name: a, include: ['{_root}/in/plain.log'] }}");

        Assert.That(sent, Is.EquivalentTo(new[] { Redacted, Secret }));
    }

    [Test]
    public async Task A_file_that_another_pattern_matches_now_goes_on_under_that_one()
    {
        await WriteAndRunAsync($"- {{ type: file, name: all, include: ['{_root}/in/*.log'] }}");

        var (sent, _) = await WriteAndRunAsync(
            $"- {{ type: file, name: all, include: ['{_root}/in/*.log'], exclude: [secret.log] }}", $"- {{ type: file, name: secrets, include: ['{_root}/in/secret.log'], steps: [redact] }}");

        Assert.That(sent, Is.EquivalentTo(new[] { Redacted, Secret }));
    }

    [Test]
    public async Task A_file_rotated_while_the_list_was_swapped_keeps_its_rules()
    {
        await WriteAndRunAsync(Redacting, Plain);
        Append("secret.log", Secret);
        File.Move(Path.Combine(_root, "in", "secret.log"), Path.Combine(_root, "in", "secret.log.1"));

        var (sent, _) = await WriteAndRunAsync(Plain, Redacting);

        Assert.That(sent, Is.EquivalentTo(new[] { Redacted, Redacted, Secret }));
    }

    [Test]
    public async Task A_rotated_file_that_no_pattern_matches_goes_on_where_it_stood()
    {
        await WriteAndRunAsync(Plain);
        File.Move(Path.Combine(_root, "in", "plain.log"), Path.Combine(_root, "in", "plain.log.2"));
        Append("plain.log.1", "written and rotated away between two looks");
        await WriteAndRunAsync(Plain);
        Append("plain.log.1", "written while no process ran");

        var (sent, _) = await RunAsync(Plain);

        Assert.That(sent, Is.EqualTo(new[] { "written while no process ran" }));
    }

    [Test]
    public async Task A_file_moved_to_where_another_source_reads_goes_on_there()
    {
        await WriteAndRunAsync(Plain, Other);
        File.Move(Path.Combine(_root, "in", "plain.log"), Path.Combine(_root, "in", "secret.log"), overwrite: true);

        var (sent, _) = await RunAsync(Other, Redacting);

        Assert.That(sent, Is.Empty, "all of it was delivered before");
        Append("secret.log", Secret);
        Assert.That((await RunAsync(Other, Redacting)).Sent, Is.EqualTo(new[] { Redacted }));
    }

    private async Task<(List<string> Sent, List<SourceLedger> Ledgers)> WriteAndRunAsync(params string[] sources)
    {
        Append("secret.log", Secret);
        Append("plain.log", Secret);
        return await RunAsync(sources);
    }

    private void Append(string name, string line) => File.AppendAllText(Path.Combine(_root, "in", name), line + "\n");

    private async Task<(List<string> Sent, List<SourceLedger> Ledgers)> RunAsync(params string[] sources)
    {
        var report = new ConfigReport();
        var yaml = $"logs:\n  state_dir: {_root}/state\n  sources:\n" + string.Concat(sources.Select(source => $"    {source}\n"));
        var config = LogsConfigReader.Read(Yaml.Key(yaml, "logs", report), report);
        Assert.That(report.Problems, Is.Empty);
        var time = TimeProvider.System;
        var receiver = new RecordingSender();
        using var daemons = new DockerFeeds(time);
        await using var pipeline = new LogPipeline(
            config, CheckpointStore.Open(config.StateDirectory, time, NullLogger.Instance), receiver,
            PipelineSources.Create(config, daemons, time, NullLoggerFactory.Instance, new DerivedMetrics()), time, NullLoggerFactory.Instance);
        Assert.That(await pipeline.RunAsync(untilRead: true, default, default), Is.True);
        return (receiver.Bodies, [.. pipeline.Sources.Select(s => s.Setup.Ledger)]);
    }
}
