using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// Reads what a driver may take long to tell, on a thread of its own. A scrape waits a quarter of a second for it and then shows what
/// the reading before told, with its age; the next scrape shows what came meanwhile. There is never more than one reading at once.
/// </summary>
/// <param name="collector">The collector's name.</param>
/// <param name="read">Reads; what it throws fails the scrape that waits for it.</param>
/// <param name="time">The clock.</param>
/// <typeparam name="T">What is read; never changed afterwards.</typeparam>
internal sealed class OffScrape<T>(string collector, Func<T> read, TimeProvider time)
    where T : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private ManualResetEventSlim? _running;
    private T? _last;
    private long _readAt;
    private Exception? _failure;

    /// <summary>What was read last, at this moment if it came in time.</summary>
    /// <exception cref="CollectorUnavailableException">Nothing has come yet, or the reading failed.</exception>
    public T Read(FamilyWriter writer)
    {
        ManualResetEventSlim running;
        lock (_gate)
        {
            running = _running ??= Start();
        }

        var inTime = running.Wait(Patience);
        lock (_gate)
        {
            if (_failure is { } failure)
            {
                _failure = null;
                throw failure is ProcFileException file ? HostFile.Unavailable(file.Path, file.Errno) : failure;
            }

            if (_last is null)
            {
                throw new CollectorUnavailableException(UnavailableReason.Timeout, $"{collector}: the driver has not answered yet; what it tells is shown once it does");
            }

            if (!inTime)
            {
                writer.Write(SelfFamilies.DataAge, time.GetElapsedTime(_readAt).TotalSeconds, collector);
            }

            return _last;
        }
    }

    private ManualResetEventSlim Start()
    {
        var done = new ManualResetEventSlim();
        new Thread(() => Run(done)) { IsBackground = true, Name = collector }.Start();
        return done;
    }

    private void Run(ManualResetEventSlim done)
    {
        var (result, failure) = ((T?)null, (Exception?)null);
        try
        {
            result = read();
        }
#pragma warning disable CA1031 // Whatever it is belongs to the scrape that waits for it, not to this thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = e;
        }

        lock (_gate)
        {
            (_last, _readAt, _failure, _running) = (result ?? _last, result is null ? _readAt : time.GetTimestamp(), failure, null);
        }

        done.Set();
    }
}
