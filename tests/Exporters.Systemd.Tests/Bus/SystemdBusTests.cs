using Exporters.Metrics;
using Exporters.Systemd.Bus;
using Exporters.Testing;
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

    [TestCase("a{sv}", new byte[] { 255, 255, 255, 255 }, TestName = "An array that says it is longer than the message")]
    [TestCase("a{sv}", new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 127, 1, 2, 3, 4 }, TestName = "A text of 2 GiB")]
    [TestCase("a{sv}", new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 1, 2, 3, 4 }, TestName = "A text of 4 GiB")]
    [TestCase("a{sv}", new byte[] { 8, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 65, 0, 0, 0 }, TestName = "A variant without a type")]
    [TestCase("a{sv}", new byte[] { 12, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 65, 0, 2, 117, 117, 0, 0, 0 }, TestName = "A variant of two types")]
    [TestCase("a{sv}", new byte[] { 10, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 65, 0, 1, 97, 0, 0 }, TestName = "An array of nothing")]
    [TestCase("s", new byte[] { 0, 0, 0, 0, 0 }, TestName = "Another type than expected")]
    [TestCase("a{?v}", new byte[] { 0, 0, 0, 0 }, TestName = "A type that does not exist")]
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
    public async Task Variants_nested_without_end_are_a_format_error(CancellationToken cancellation)
    {
        var nested = Enumerable.Repeat(new byte[] { 1, (byte)'v', 0 }, 1000).SelectMany(b => b).ToArray();
        byte[] start = [1, 0, 0, 0, (byte)'A', 0];
        var unit = _fake.Add(FakeUnit.Service("web.service"));
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Path == unit.Path
            ? FakeAnswer.ReplyBytes("a{sv}", [.. BitConverter.GetBytes(start.Length + nested.Length), 0, 0, 0, 0, .. start, .. nested])
            : null;
        await Assert.ThrowsAsync<BusFormatException>(() => bus.UnitAsync(unit.Path, cancellation));
        Assert.That(await bus.ListUnitsAsync(cancellation), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Random_answers_are_format_errors_and_leave_the_connection(CancellationToken cancellation)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var types = "ybnqiuxtdsogva(){}"u8.ToArray();
        var unit = _fake.Add(FakeUnit.Service("web.service"));
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Path == unit.Path ? FakeAnswer.ReplyBytes("a{sv}", RandomProperties(random, types)) : null;
        for (var round = 0; round < 2_000; round++)
        {
            try
            {
                await bus.UnitAsync(unit.Path, cancellation);
            }
            catch (BusFormatException)
            {
                // The only exception allowed.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"seed {seed}, round {round}: {e}");
            }
        }

        Assert.That(await bus.ListUnitsAsync(cancellation), Has.Count.EqualTo(1), $"seed {seed}");
    }

    [Test]
    public async Task Properties_of_every_type_are_passed_over(CancellationToken cancellation)
    {
        var unit = _fake.Add(FakeUnit.Service("web.service")
            .With("A", "(ybnqiuxtdsog)", new object[] { (byte)1, true, 2, 3, 4, 5U, 6UL, 7UL, 8.5, "s", "/o", "a{sv}" })
            .With("B", "a(sasbt)", new object[] { new object[] { "x", new object[] { "y" }, true, 1UL } })
            .With("C", "av", new object[] { new FakeWire.Variant("s", "v"), new FakeWire.Variant("v", new FakeWire.Variant("u", 1U)) })
            .With("D", "a{sa{sv}}", Array.Empty<object>())
            .With("E", "(yua(st))", new object[] { (byte)7, 8U, new object[] { new object[] { "s", 9UL } } })
            .With("NRestarts", "u", 4711U));
        using var bus = await OpenAsync(cancellation);
        Assert.That((await bus.UnitAsync(unit.Path, cancellation)).Restarts, Is.EqualTo(4711U));
    }

    [Test]
    public async Task A_manager_of_other_byte_order_is_understood(CancellationToken cancellation)
    {
        var unit = _fake.Add(FakeUnit.Service("web.service"));
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Path != unit.Path ? null : FakeAnswer.Raw(
        [
            (byte)'B', 2, 0, 1, 0, 0, 0, 32, 0, 0, 0, 99, 0, 0, 0, 19,
            5, 1, (byte)'u', 0, .. BigEndian(call.Serial), 8, 1, (byte)'g', 0, 5, .. "a{sv}"u8, 0,
            .. new byte[5],
            0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 9, .. "NRestarts"u8, 0, 1, (byte)'u', 0, 0, 0, 0, 0, 0, 0, 7,
        ]);
        Assert.That((await bus.UnitAsync(unit.Path, cancellation)).Restarts, Is.EqualTo(7U));
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
    public async Task A_message_that_says_it_is_larger_than_16_MiB_ends_the_connection(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Member == "ListUnits" ? FakeAnswer.Raw((byte)'l', 2, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0) : null;
        var error = await Assert.ThrowsAsync<BusException>(() => bus.ListUnitsAsync(cancellation));
        Assert.That(error!.Reason, Is.EqualTo(UnavailableReason.Format));
        Assert.That(error.Message, Does.Contain("16777232 bytes"));
    }

    [Test]
    public async Task An_answer_that_is_cut_off_by_the_end_of_the_connection_is_no_answer(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation);
        _fake.Script = call => call.Member switch
        {
            "ListUnits" => FakeAnswer.Raw((byte)'l', 2, 0, 1, 200, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3),
            "GetAll" => FakeAnswer.Drop,
            _ => null,
        };
        var listing = bus.ListUnitsAsync(cancellation);
        await Assert.ThrowsAsync<BusException>(() => bus.ManagerAsync(cancellation));
        Assert.That((await Assert.ThrowsAsync<BusException>(() => listing))!.Reason, Is.EqualTo(UnavailableReason.Unreachable));
    }

    [Test]
    public async Task Calls_of_others_are_not_answered(CancellationToken cancellation)
    {
        using var bus = await OpenAsync(cancellation);
        for (var i = 0; i < 100; i++)
        {
            await _fake.SendAsync(1, ":1.99", "/", "org.freedesktop.DBus.Peer", "Ping", "");
        }

        await bus.ManagerAsync(cancellation);
        await bus.ManagerAsync(cancellation);
        Assert.That(_fake.Calls(""), Is.Zero, "what has no member is an answer");
    }

    [TestCase("REJECTED EXTERNAL", UnavailableReason.Permission)]
    [TestCase("HTTP/1.1 400 Bad Request", UnavailableReason.Format)]
    public async Task A_peer_that_does_not_let_this_user_in_is_told_from_one_that_is_no_bus(string line, object reason)
    {
        _fake.Authentication = line;
        var error = await Assert.ThrowsAsync<BusException>(() => OpenAsync(default));
        Assert.That(error!.Reason, Is.EqualTo(reason));
        Assert.That(error.Message, Does.Contain(line).And.Contain(_fake.SocketPath));
    }

    [Test]
    public async Task A_bus_that_refuses_another_connection_says_so()
    {
        _fake.Script = call => call.Member == "Hello" ? FakeAnswer.Fails("org.freedesktop.DBus.Error.LimitsExceeded") : null;
        Assert.That((await Assert.ThrowsAsync<BusException>(() => OpenAsync(default)))!.Message, Does.Contain("Hello"));
    }

    [Test]
    public async Task A_bus_that_does_not_answer_is_a_time_out_that_says_so(CancellationToken cancellation)
    {
        var time = new ManualTimeProvider();
        using var bus = await SystemdBus.OpenAsync(new BusAddress(_fake.SocketPath, false), true, TimeSpan.FromSeconds(5), time, cancellation);
        _fake.Script = call => call.Member == "ListUnits" ? FakeAnswer.Silence : null;
        var listing = bus.ListUnitsAsync(cancellation);
        time.Advance(TimeSpan.FromSeconds(5));
        var error = await Assert.ThrowsAsync<BusException>(() => listing);
        Assert.That(error!.Reason, Is.EqualTo(UnavailableReason.Timeout));
        Assert.That(error.Message, Does.Contain("ListUnits").And.Contain("5 s"));
    }

    [Test]
    public async Task A_bus_that_accepts_and_says_nothing_is_a_time_out(CancellationToken cancellation)
    {
        var time = new ManualTimeProvider();
        _fake.Script = _ => FakeAnswer.Silence;
        var opening = SystemdBus.OpenAsync(new BusAddress(_fake.SocketPath, false), true, TimeSpan.FromSeconds(5), time, cancellation);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.That((await Assert.ThrowsAsync<BusException>(() => opening))!.Reason, Is.EqualTo(UnavailableReason.Timeout));
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
        manager.Script = call => call.Destination is not null ? FakeAnswer.Fails("org.freedesktop.DBus.Error.UnknownObject") : null;
        using var bus = await SystemdBus.OpenAsync(new BusAddress(manager.SocketPath, false), false, Patience, TimeProvider.System, cancellation);
        Assert.That(await bus.ListUnitsAsync(cancellation), Has.Count.EqualTo(1));
        Assert.That(manager.Calls("AddMatch"), Is.Zero);
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

    private static byte[] RandomProperties(Random random, byte[] types)
    {
        var value = new byte[random.Next(60)];
        random.NextBytes(value);
        if (value.Length > 4 && random.Next(2) == 0)
        {
            value.AsSpan(1, 3).Clear();
        }

        var type = random.GetItems(types, random.Next(12));
        byte[] entry = [1, 0, 0, 0, (byte)'A', 0, (byte)type.Length, .. type, 0, .. value];
        return [.. BitConverter.GetBytes(entry.Length), 0, 0, 0, 0, .. entry];
    }

    private static byte[] BigEndian(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private Task<SystemdBus> OpenAsync(CancellationToken cancellation) =>
        SystemdBus.OpenAsync(new BusAddress(_fake.SocketPath, false), true, Patience, TimeProvider.System, cancellation);
}
