namespace Exporters.Linux.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class BootTimeTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [TestCase("cpu  1 2 3\nbtime 1795252145\nprocesses 7\n", 1795252145UL)]
    [TestCase("cpu  1 2 3\nprocesses 7\n", null)]
    public void The_line_btime_dates_the_boot(string text, ulong? expected)
    {
        File.WriteAllText(_path, text);
        Assert.That(BootTime.ReadSeconds(_path, _ => { }), Is.EqualTo(expected));
    }

    [Test]
    public void A_line_that_is_no_number_is_reported()
    {
        File.WriteAllText(_path, "btime never\n");
        var reported = new List<ProcFormatException>();
        Assert.That(BootTime.ReadSeconds(_path, reported.Add), Is.Null);
        Assert.That(reported.Single().Message, Does.Contain("never"));
    }

    [Test]
    public void Without_the_file_nothing_is_known() => Assert.That(BootTime.ReadSeconds(_path + ".none", _ => { }), Is.Null);

    [Test]
    public void This_machine_was_started_in_the_past() =>
        Assert.That(BootTime.ReadSeconds("/proc/stat", _ => { }), Is.Not.Null.And.LessThanOrEqualTo((ulong)DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
}
