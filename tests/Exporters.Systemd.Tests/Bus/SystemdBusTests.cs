using Exporters.Metrics;
using Exporters.Systemd.Bus;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Bus;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SystemdBusTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeBus _fake = new();

    public void Dispose() => _fake.Dispose();

    [Test]
    public async Task Units_and_their_properties_come_over_the_wire(CancellationToken cancellation)
    {
        var unit = _fake.Add(FakeUnit.Service("web.service", "notify").With("NRestarts", "u", 3U));
        using var bus = await OpenAsync(cancellation);

        var units = await bus.ListUnitsAsync(cancellation);
        var properties = await bus.UnitAsync(units[0].Path, cancellation);

        Assert.That(units, Is.EqualTo(new[] { new UnitListing("web.service", "loaded", "active", "running", unit.Path) }));
        Assert.That(properties.Type, Is.EqualTo("notify"));
        Assert.That(properties.Restarts, Is.EqualTo(3U));
        Assert.That(properties.ActiveEnter, Is.EqualTo(1_700_000_000_500_000UL));
        Assert.That(properties.ControlGroup, Is.EqualTo("/system.slice/web.service"));
    }

    [Test]
    public async Task What_is_not_set_is_unknown(CancellationToken cancellation)
    {
        _fake.Add(FakeUnit.Service("web.service"));
        using var bus = await OpenAsync(cancellation);
        var properties = await bus.UnitAsync((await bus.ListUnitsAsync(cancellation))[0].Path, cancellation);
        Assert.That(properties.TasksMax, Is.Null);
        Assert.That(properties.LastTrigger, Is.Null);
    }

    [Test]
    public async Task A_property_of_an_unexpected_type_is_unknown_and_the_rest_is_read(CancellationToken cancellation)
    {
        var unit = _fake.Add(FakeUnit.Service("web.service").With("NRestarts", "s", "many").With("Type", "a(ss)", Array.Empty<object>()));
        using var bus = await OpenAsync(cancellation);
        var properties = await bus.UnitAsync(unit.Path, cancellation);
        Assert.That(properties.Restarts, Is.Null);
        Assert.That(properties.Type, Is.Null);
        Assert.That(properties.TasksCurrent, Is.EqualTo(1UL));
    }

    [TestCase("agent-core@eu\\x2dwest.service")]
    [TestCase("größe-日本.service")]
    [TestCase("a\"b.service")]
    public async Task Names_with_escapes_and_other_scripts_come_as_they_are(string name, CancellationToken cancellation)
    {
        _fake.Add(FakeUnit.Service(name));
        using var bus = await OpenAsync(cancellation);
        var unit = (await bus.ListUnitsAsync(cancellation)).Single();
        Assert.That(unit.Name, Is.EqualTo(name));
        Assert.That((await bus.UnitAsync(unit.Path, cancellation)).Type, Is.EqualTo("simple"));
    }

    [Test]
    public async Task Five_thousand_units_come_in_one_answer(CancellationToken cancellation)
    {
        for (var i = 0; i < 5000; i++)
        {
            _fake.Add(FakeUnit.Service($"unit-{i}.service"));
        }

        using var bus = await OpenAsync(cancellation);
        Assert.That(await bus.ListUnitsAsync(cancellation), Has.Count.EqualTo(5000));
    }

    [Test]
    public async Task A_unit_that_has_vanished_is_an_error_of_that_call_alone(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation);
        var gone = await Assert.ThrowsAsync<BusErrorException>(() => bus.UnitAsync("/org/freedesktop/systemd1/unit/gone_2eservice", cancellation));
        Assert.That(gone!.IsAbsent, Is.True);
        Assert.That(await bus.ListUnitsAsync(cancellation), Is.Empty);
    }

    [TestCase("a{sv}", new byte[] { 255, 255, 255, 255 })]
    [TestCase("a{sv}", new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 127, 1, 2, 3, 4 })]
    [TestCase("s", new byte[] { 0, 0, 0, 0, 0 })]
    [TestCase("a{?v}", new byte[] { 0, 0, 0, 0 })]
    public async Task A_garbage_answer_is_a_format_error_that_names_the_call_and_leaves_the_connection(
        string signature, byte[] body, CancellationToken cancellation)
    {
        var unit = _fake.Add(FakeUnit.Service("web.service"));
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Path == unit.Path ? FakeAnswer.ReplyBytes(signature, body) : null;
        var error = await Assert.ThrowsAsync<BusFormatException>(() => bus.UnitAsync(unit.Path, cancellation));
        Assert.That(error!.Message, Does.Contain(unit.Path));
        Assert.That(await bus.ListUnitsAsync(cancellation), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Bytes_that_are_no_message_end_the_connection(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Member == "ListUnits" ? FakeAnswer.Raw(new byte[64]) : null;
        var error = await Assert.ThrowsAsync<BusException>(() => bus.ListUnitsAsync(cancellation));
        Assert.That(error!.Reason, Is.EqualTo(UnavailableReason.Format));
        await Assert.ThrowsAsync<BusException>(() => bus.ManagerAsync(cancellation));
    }

    [Test]
    public async Task A_bus_that_does_not_answer_is_a_time_out_that_says_so(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation, TimeSpan.FromMilliseconds(200));
        _fake.Script = call => call.Member == "ListUnits" ? FakeAnswer.Silence : null;
        var error = await Assert.ThrowsAsync<BusException>(() => bus.ListUnitsAsync(cancellation));
        Assert.That(error!.Reason, Is.EqualTo(UnavailableReason.Timeout));
        Assert.That(error.Message, Does.Contain("ListUnits").And.Contain("0.2 s"));
    }

    [Test]
    public async Task A_bus_that_goes_away_ends_the_calls_that_wait(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Member == "ListUnits" ? FakeAnswer.Drop : null;
        Assert.That((await Assert.ThrowsAsync<BusException>(() => bus.ListUnitsAsync(cancellation)))!.Reason, Is.EqualTo(UnavailableReason.Unreachable));
    }

    [Test]
    public async Task No_socket_is_told_from_nobody_listening()
    {
        _fake.Stop();
        Assert.That((await Assert.ThrowsAsync<BusException>(() => OpenAsync(default)))!.Reason, Is.EqualTo(UnavailableReason.Absent));
        File.WriteAllText(_fake.SocketPath, "");
        Assert.That((await Assert.ThrowsAsync<BusException>(() => OpenAsync(default)))!.Reason, Is.EqualTo(UnavailableReason.Unreachable));
    }

    [Test]
    public async Task A_managers_private_socket_needs_no_bus(CancellationToken cancellation)
    {
        using var manager = new FakeBus(isBus: false);
        manager.Add(FakeUnit.Service("web.service"));
        manager.Script = call => call.Destination is not null ? FakeAnswer.Fails("org.freedesktop.DBus.Error.NoServer") : null;
        using var bus = await SystemdBus.OpenAsync(new BusAddress(manager.SocketPath, false), false, Patience, TimeProvider.System, cancellation);
        Assert.That(await bus.ListUnitsAsync(cancellation), Has.Count.EqualTo(1));
        Assert.That(manager.Calls("Hello") + manager.Calls("AddMatch"), Is.Zero);
    }

    [Test]
    public async Task Signals_tell_which_units_changed(CancellationToken cancellation)
    {
        var unit = _fake.Add(FakeUnit.Service("web.service"));
        using var bus = await OpenAsync(cancellation);
        await _fake.SignalChangeAsync(unit);
        await bus.ManagerAsync(cancellation);
        Assert.That(bus.TakeChanges().Units, Is.EquivalentTo(new[] { unit.Path }));
        Assert.That(bus.TakeChanges().Units, Is.Empty);

        await _fake.SignalAsync("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "Reloading", "b", false);
        await bus.ManagerAsync(cancellation);
        Assert.That(bus.TakeChanges().Everything, Is.True);
    }

    [Test]
    public async Task Where_subscribing_is_forbidden_everything_counts_as_changed(CancellationToken cancellation)
    {
        _fake.Script = call => call.Member == "Subscribe" ? FakeAnswer.Fails("org.freedesktop.DBus.Error.AccessDenied") : null;
        using var bus = await OpenAsync(cancellation);
        Assert.That(bus.TakeChanges().Everything, Is.True);
        Assert.That(bus.TakeChanges().Everything, Is.True);
    }

    private async Task<SystemdBus> OpenAsync(CancellationToken cancellation, TimeSpan? deadline = null)
    {
        return await SystemdBus.OpenAsync(new BusAddress(_fake.SocketPath, false), true, deadline ?? Patience, TimeProvider.System, cancellation);
    }
}
