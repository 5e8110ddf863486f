using Exporters.Metrics.Modules;

namespace Exporters.Metrics.Tests.Modules;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WakeSignalTests : IDisposable
{
    private readonly WakeSignal _signal = new();

    public void Dispose() => _signal.Dispose();

    [Test]
    public void Signals_that_nobody_waited_for_end_one_wait()
    {
        _signal.Set();
        _signal.Set();
        Assert.That(_signal.WaitAsync().IsCompletedSuccessfully, Is.True);
        Assert.That(_signal.WaitAsync().IsCompleted, Is.False);
    }

    [Test]
    public async Task A_signal_ends_the_wait_that_is_under_way()
    {
        var wait = _signal.WaitAsync();
        _signal.Set();
        await wait;
        Assert.That(await _signal.WaitAsync(TimeSpan.Zero, CancellationToken.None), Is.False);
    }

    [Test]
    public async Task Signals_of_many_threads_are_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(_signal.Set)));
        Assert.That(await _signal.WaitAsync(TimeSpan.Zero, CancellationToken.None), Is.True);
        Assert.That(await _signal.WaitAsync(TimeSpan.Zero, CancellationToken.None), Is.False);
    }
}
