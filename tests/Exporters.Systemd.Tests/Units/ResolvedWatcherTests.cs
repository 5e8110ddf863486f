using Exporters.Metrics;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Units;
using Exporters.Testing;
using Exporters.Testing.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Systemd.Tests.Units;

[CancelAfter(60_000)]
internal sealed class ResolvedWatcherTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    [Test]
    public async Task Its_counters_come_over_the_wire_and_leave_the_page_when_it_stops(CancellationToken cancellation)
    {
        var answers = true;
        using var bus = new FakeBus();
        bus.Script = call => call.Path != "/org/freedesktop/resolve1" ? null : !answers ? FakeAnswer.Fails("org.freedesktop.DBus.Error.ServiceUnknown") : FakeAnswer.Reply(
            "a{sv}",
            new object[]
            {
                new object[]
                {
                    Property("CacheStatistics", "(ttt)", 7UL, 100UL, 30UL),
                    Property("TransactionStatistics", "(tt)", 2UL, 130UL),
                    Property("DNSSECStatistics", "(tttt)", 11UL, 12UL, 13UL, 14UL),
                    new object[] { "LLMNRHostname", new FakeWire.Variant("s", "host") },
                },
            });
        var time = new ManualTimeProvider();
        var watcher = new ResolvedWatcher(new BusAddress(bus.SocketPath, false), TimeSpan.FromSeconds(30), time, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = watcher.RunAsync(Interval, stop.Token);
        await WaitUntilAsync(() => watcher.Statistics is not null, time, cancellation);

        var writer = new FamilyWriter();
        ManagerFamilies.Write(writer, [], watcher.Statistics);
        Assert.That(Page.Of(writer).Split('\n').Where(line => line.StartsWith("systemd_resolved_", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "systemd_resolved_cache_hits_total 100",
            "systemd_resolved_cache_misses_total 30",
            "systemd_resolved_current_cache_size 7",
            "systemd_resolved_current_transactions 2",
            "systemd_resolved_dnssec_bogus_total 13",
            "systemd_resolved_dnssec_indeterminate_total 14",
            "systemd_resolved_dnssec_insecure_total 12",
            "systemd_resolved_dnssec_secure_total 11",
            "systemd_resolved_transactions_total 130",
        }));

        answers = false;
        await WaitUntilAsync(() => watcher.Statistics is null, time, cancellation);
        await stop.CancelAsync();
        await running;
    }

    private static object[] Property(string name, string signature, params ulong[] values) =>
        [name, new FakeWire.Variant(signature, values.Select(value => (object)value).ToArray())];

    /// <summary>Lets the watcher's rounds come until the condition holds.</summary>
    private static async Task WaitUntilAsync(Func<bool> condition, ManualTimeProvider time, CancellationToken cancellation)
    {
        while (!condition())
        {
            cancellation.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
