namespace Exporters.Logs.Tests.Tailing;

/// <summary>Files in which a container's runtime wrapped each line.</summary>
internal sealed class ContainerFileTests : IDisposable
{
    private TailRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new TailRig { IsWrapped = true, MaxLineBytes = 64 * 1024 };

    [TearDown]
    public void Dispose() => _rig.Dispose();

    [Test]
    public void The_text_the_time_and_the_output_come_out_of_the_wrapping()
    {
        Write("stdout", "hello \\\"you\\\"\\n", 1);
        _rig.Start().Deliver();
        var record = _rig.Receiver.Records.Single();
        Assert.That(record.Body, Is.EqualTo("hello \"you\""));
        Assert.That(record.Attributes, Does.EndWith("log.iostream=stdout"));
        Assert.That(new DateTime(record.Ticks, DateTimeKind.Utc), Is.EqualTo(new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc)));
    }

    [Test]
    public void Pieces_of_a_long_line_are_put_together_even_when_the_other_output_writes_between()
    {
        _rig.Start();
        Write("stdout", "a", 1);
        _rig.Pass(2);
        Write("stderr", "between\\n", 2);
        Write("stdout", "b", 3);
        _rig.Pass(2);
        Write("stdout", "c\\n", 4);
        Write("stdout", "next\\n", 5);
        _rig.Pass(2);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "abc", "between", "next" }));
        Assert.That(_rig.Ledger.Snapshot().Delivered, Is.EqualTo(5), "the ledger counts lines of the file");
    }

    [Test]
    public void A_line_whose_last_piece_never_comes_is_sent_when_the_file_is_gone()
    {
        _rig.Start();
        Write("stdout", "last words", 1);
        _rig.Pass(2);
        _rig.Delete("a.log");
        _rig.Pass(8);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "last words" }));
    }

    private void Write(string output, string text, int second) =>
        _rig.Write("a.log", $$"""{"log":"{{text}}","stream":"{{output}}","time":"2026-01-01T00:00:{{second:00}}Z"}""" + "\n");
}
