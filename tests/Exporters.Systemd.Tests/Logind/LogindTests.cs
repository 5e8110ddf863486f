using Exporters.Metrics;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Logind;
using Exporters.Testing;
using Exporters.Testing.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Systemd.Tests.Logind;

[CancelAfter(60_000)]
internal sealed class LogindTests
{
    private const string Root = "/org/freedesktop/login1";

    [Test]
    public async Task Sessions_are_counted_by_seat_place_type_and_class_and_leave_the_page_when_logind_stops(CancellationToken cancellation)
    {
        var answers = true;
        using var bus = new FakeBus();
        bus.Script = call => !answers ? FakeAnswer.Fails("org.freedesktop.DBus.Error.ServiceUnknown") : (call.Path, call.Member) switch
        {
            (Root, "ListSeats") => FakeAnswer.Reply("a(so)", new object[] { new object[] { new object[] { "seat0", Root + "/seat/seat0" } } }),
            (Root, "ListSessions") => FakeAnswer.Reply("a(susso)", new object[]
            {
                new object[]
                {
                    new object[] { "1", 1000U, "ann", "seat0", Root + "/session/_1" },
                    new object[] { "2", 1000U, "ann", "", Root + "/session/_2" },
                    new object[] { "3", 1001U, "bob", "", Root + "/session/_3" },
                    new object[] { "4", 1001U, "bob", "", Root + "/session/_4" },
                },
            }),
            (Root + "/session/_1", _) => Session(false, "wayland", "user"),
            (Root + "/session/_2", _) => Session(true, "tty", "user"),
            (Root + "/session/_3", _) => Session(true, "future", "manager"),
            (Root + "/session/_4", _) => FakeAnswer.Fails("org.freedesktop.DBus.Error.UnknownObject"),
            _ => null,
        };
        var time = new ManualTimeProvider();
        using var watcher = new LogindWatcher(new BusAddress(bus.SocketPath, false), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), time, NullLogger.Instance);
        var collector = new LogindCollector(watcher, time);
        Assert.That(() => Page.Of(collector), Throws.TypeOf<CollectorUnavailableException>());
        await watcher.StartAsync(cancellation);
        await WaitUntilAsync(() => Answers(collector), time, cancellation);

        var samples = Page.Samples(collector, "node_logind_sessions");
        Assert.That(samples, Has.Length.EqualTo(2 * 2 * 7 * 5));
        Assert.That(samples.Where(sample => !sample.EndsWith(" 0", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            """node_logind_sessions{seat="seat0",remote="false",type="wayland",class="user"} 1""",
            """node_logind_sessions{seat="",remote="true",type="tty",class="user"} 1""",
            """node_logind_sessions{seat="",remote="true",type="other",class="other"} 1""",
        }));

        answers = false;
        await WaitUntilAsync(() => !Answers(collector), time, cancellation);
        Assert.That(
            () => Page.Of(collector), Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent).And.Message.Contains("logind at"));
        await watcher.StopAsync(cancellation);
    }

    private static FakeAnswer Session(bool remote, string type, string kind) => FakeAnswer.Reply("a{sv}", new object[]
    {
        new object[]
        {
            new object[] { "Remote", new FakeWire.Variant("b", remote) },
            new object[] { "Type", new FakeWire.Variant("s", type) },
            new object[] { "Class", new FakeWire.Variant("s", kind) },
            new object[] { "Name", new FakeWire.Variant("s", "ann") },
        },
    });

    private static bool Answers(LogindCollector collector)
    {
        try
        {
            collector.Collect(new FamilyWriter());
            return true;
        }
        catch (CollectorUnavailableException)
        {
            return false;
        }
    }

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
