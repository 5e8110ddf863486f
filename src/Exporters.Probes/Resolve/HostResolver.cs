using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Guard;
using Exporters.Probes.Results;

namespace Exporters.Probes.Resolve;

/// <summary>
/// The system's resolver (getaddrinfo(3)) on a few threads of its own. It blocks, for many seconds when the name server is
/// down; on the shared pool that would hold up scrapes. The threads end when there is nothing to do.
/// </summary>
internal sealed class HostResolver(Func<string, IPAddress[]>? lookup = null)
{
    private const int MaxThreads = 4;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(30);

    private readonly Func<string, IPAddress[]> _lookup = lookup ?? Find;
    private readonly Queue<Job> _jobs = new();
    private int _threads;
    private int _idle;

    /// <summary>Every address of a host; of a literal, itself.</summary>
    /// <exception cref="ProbeException">It has none, or the resolver cannot tell; also when <paramref name="cancel"/> comes first.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            if (HostName.IsOddAddress(host))
            {
                throw new ProbeException(FailureReason.Dns, $"\"{host}\" is no host name, and an address has four decimal numbers: {literal}");
            }

            return [literal];
        }

        if (!HostName.TryParse(host, out var name))
        {
            throw new ProbeException(FailureReason.Dns, $"\"{host}\" is no host name: each part must have 1 to 63 letters, digits, hyphens or underscores");
        }

        var job = new Job(name);
        Enqueue(job);
        try
        {
            var found = await job.Answer.Task.WaitAsync(cancel);
            return found.Length > 0 ? found : throw new ProbeException(FailureReason.Dns, $"{host} has no address");
        }
        catch (SocketException e)
        {
            throw new ProbeException(FailureReason.Dns, $"{host} cannot be resolved: {e.Message}", e);
        }
        catch (ArgumentException e)
        {
            throw new ProbeException(FailureReason.Dns, $"\"{host}\" is no host name: {e.Message}", e);
        }
        catch (OperationCanceledException e)
        {
            job.IsAbandoned = true;
            throw new ProbeException(FailureReason.Dns, $"{host} was not resolved in time: the name server does not answer", e);
        }
    }

    /// <summary>
    /// The system's answer. An absolute name, with a dot at its end, is looked for in the hosts file here: the system compares the dot
    /// too.
    /// </summary>
    private static IPAddress[] Find(string host) =>
        host.EndsWith('.') && HostsFile.Find(HostName.WithoutDot(host)) is { Length: > 0 } found ? found : System.Net.Dns.GetHostAddresses(host);

    private void Enqueue(Job job)
    {
        lock (_jobs)
        {
            _jobs.Enqueue(job);
            if (_idle > 0 || _threads == MaxThreads)
            {
                Monitor.Pulse(_jobs);
                return;
            }

            _threads++;
        }

        new Thread(Work, maxStackSize: 256 * 1024) { IsBackground = true, Name = "probe resolver" }.Start();
    }

    private void Work()
    {
        while (Next() is { } job)
        {
            if (job.IsAbandoned)
            {
                continue;
            }

            try
            {
                job.Answer.SetResult(_lookup(job.Host));
            }
            catch (Exception e) when (e is SocketException or ArgumentException)
            {
                job.Answer.SetException(e);
            }
        }
    }

    private Job? Next()
    {
        lock (_jobs)
        {
            while (_jobs.Count == 0)
            {
                _idle++;
                var woken = Monitor.Wait(_jobs, IdleTime);
                _idle--;
                if (!woken && _jobs.Count == 0)
                {
                    _threads--;
                    return null;
                }
            }

            return _jobs.Dequeue();
        }
    }

    private sealed class Job(string host)
    {
        public string Host { get; } = host;

        public TaskCompletionSource<IPAddress[]> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsAbandoned;
    }
}
