using System.Globalization;
using Exporters.EndToEnd.Tests.Containers;
using Exporters.LogSink;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>
/// A journal that a running journald writes, rotates and vacuums, in the container of <c>tests/rigs/systemd-up.sh</c>;
/// <c>EXPORTERS_TEST_JOURNAL</c> names the container and the directory, as that script prints them.
/// </summary>
[NonParallelizable]
internal sealed class LiveJournalTests
{
    private const int BatchRecords = 200;

    private RealDocker _docker = null!;
    private string _container = "";
    private string _journal = "";

    // Units of an earlier run have written into the journal too.
    private string _run = "";

    [SetUp]
    public void SetUp()
    {
        if (Environment.GetEnvironmentVariable("EXPORTERS_TEST_JOURNAL") is not { Length: > 0 } rig)
        {
            Assert.Ignore("EXPORTERS_TEST_JOURNAL is not set; tests/rigs/systemd-up.sh starts a systemd and says its journal");
            return;
        }

        _docker = RealDocker.OrIgnore();
        (_container, _journal) = rig.Split(':') is [var container, var directory] ? (container, directory) : ("", "");
        _run = "j" + Guid.NewGuid().ToString("N")[..8];
    }

    [Test]
    public async Task What_units_write_arrives_as_it_is_written_with_unit_and_priority()
    {
        await using var shipping = await ShippingProgram.StartAsync(Source());
        StartUnit("levels", "echo '<3>disk gone'; echo '<6>disk there'; echo '{\"level\":\"warn\",\"msg\":\"parsed\"}'; echo '<7>detail' >&2");
        var records = await shipping.UntilAsync(all => Of(all, "levels").Count >= 4);
        var own = Of(records, "levels").OrderBy(r => r.TimeUnixNano).ToList();
        Assert.That(own.Select(r => r.Body), Is.EqualTo(new[] { "disk gone", "disk there", "parsed", "detail" }));
        Assert.That(own.Select(r => r.Severity), Is.EqualTo(new[] { 17, 9, 13, 5 }));
        Assert.That(own.Select(r => r.Resource["unit"]), Has.All.EqualTo($"{_run}-levels.service"));
        Assert.That(own.Select(r => r.ServiceName), Has.All.EqualTo($"{_run}-levels"));

        // One that starts later, while the journal is followed; what systemd says about it is its own too.
        StartUnit("later", "echo once; exit 3");
        records = await shipping.UntilAsync(all => Of(all, "later", all: true).Any(r => r.Body.Contains("Failed with result 'exit-code'", StringComparison.Ordinal)) && Of(all, "later").Count >= 1);
        Assert.That(Of(records, "later").Single().Body, Is.EqualTo("once"));
    }

    [Test]
    public async Task Rotation_vacuuming_and_kills_lose_nothing_and_repeat_at_most_a_batch()
    {
        const int Lines = 4000;
        const int Kills = 3;
        await using var shipping = await ShippingProgram.StartAsync(Source(), batch: $"{{ max_records: {BatchRecords}, flush_interval: 100ms }}");
        foreach (var unit in (string[])["one", "two"])
        {
            StartUnit(unit, $"i=0; while [ $i -lt {Lines} ]; do i=$((i+1)); echo \"number=$i of {unit}\"; [ $((i % 20)) = 0 ] && sleep 0.1; done; true");
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            await MoreAsync(400);
            _docker.Run("exec", _container, "journalctl", "--rotate");
            foreach (var unit in (string[])["one", "two"])
            {
                if (Last(unit) is { } last)
                {
                    await shipping.UntilAsync(all => Numbers(all, unit).Contains(last));
                }
            }

            // What was read is removed: all files but those that are written now.
            _docker.Run("exec", _container, "journalctl", "--vacuum-files=1");
            await MoreAsync(400);
            await shipping.EndAsync("KILL");
            _docker.Run("exec", _container, "journalctl", "--rotate");
            shipping.Start();
        }

        var records = await shipping.UntilAsync(all => Numbers(all, "one").Distinct().Count() == Lines && Numbers(all, "two").Distinct().Count() == Lines);
        await shipping.UntilValueAsync("exporters_logs_pending_lines", 0, ("source", "journald"));
        var came = records.Where(r => r.Body.StartsWith("number=", StringComparison.Ordinal)).ToList();
        var repeated = came.Count - (2 * Lines);
        TestContext.Out.WriteLine($"{repeated} of {came.Count} records came twice after {Kills} kills");
        Assert.That(repeated, Is.LessThanOrEqualTo(Kills * BatchRecords));
        Assert.That(came.Select(r => r.Hash).Distinct().Count(), Is.EqualTo(2 * Lines), "what comes again is the same to the last byte");
        foreach (var unit in (string[])["one", "two"])
        {
            Assert.That(FirstSeen(records, unit), Is.Ordered.Ascending);
        }

        async Task MoreAsync(int lines)
        {
            var before = shipping.Sink.Accepted;
            await shipping.UntilAsync(all => shipping.Sink.Accepted >= before + lines || Numbers(all, "two").Distinct().Count() == Lines);
        }
    }

    /// <summary>The last line that the journal has of a unit; null when what it has were removed.</summary>
    private int? Last(string unit)
    {
        var lines = _docker.Run("exec", _container, "journalctl", "-o", "cat", "-n", "5", $"_SYSTEMD_UNIT={_run}-{unit}.service")
            .Split('\n').Where(l => l.StartsWith("number=", StringComparison.Ordinal)).ToList();
        return lines.Count == 0 ? null : int.Parse(lines[^1].AsSpan(7, lines[^1].IndexOf(' ', StringComparison.Ordinal) - 7), CultureInfo.InvariantCulture);
    }

    private static List<int> FirstSeen(IReadOnlyList<SinkRecord> records, string unit)
    {
        var seen = new HashSet<int>();
        return [.. Numbers(records, unit).Where(seen.Add)];
    }

    private static IEnumerable<int> Numbers(IReadOnlyList<SinkRecord> records, string unit) =>
        records.Where(r => r.Body.StartsWith("number=", StringComparison.Ordinal) && r.Body.EndsWith(" of " + unit, StringComparison.Ordinal))
            .Select(r => int.Parse(r.Body.AsSpan(7, r.Body.IndexOf(' ', StringComparison.Ordinal) - 7), CultureInfo.InvariantCulture));

    private string Source() => $"{{ type: journald, path: {_journal}, units: [\"{_run}-*.service\"] }}";

    private void StartUnit(string name, string script) =>
        _docker.Run("exec", _container, "systemd-run", "--quiet", $"--unit={_run}-{name}", "-p", "LogRateLimitIntervalSec=0", "sh", "-c", script);

    /// <summary>What the unit wrote itself, unless all that is said about it is asked for.</summary>
    private List<SinkRecord> Of(IReadOnlyList<SinkRecord> records, string unit, bool all = false) =>
        [.. records.Where(r => r.Resource.GetValueOrDefault("unit") == $"{_run}-{unit}.service" && (all || r["journal.transport"] == "stdout"))];
}
