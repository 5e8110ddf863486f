using System.Net;
using System.Net.Sockets;
using Exporters.Configuration.Patterns;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;

namespace Exporters.Probes;

/// <summary>One probe while it runs: what to probe, how, and where its findings go.</summary>
internal sealed class ProbeRun(string target, ProbeModule module, TargetGuard guard, HostResolver resolver, TimeProvider time, ProbeTrace trace)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The target's text.</summary>
    public string Target { get; } = target;

    /// <summary>How to probe.</summary>
    public ProbeModule Module { get; } = module;

    /// <summary>Where it may go.</summary>
    public TargetGuard Guard { get; } = guard;

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Line by line what happens.</summary>
    public ProbeTrace Trace { get; } = trace;

    /// <summary>The findings.</summary>
    public ProbeResult Result { get; } = new();

    /// <summary>Longest time of the probe.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether an expression of the module matches what came from outside, within the probe's time.</summary>
    /// <exception cref="ProbeException">The time was up before that was clear.</exception>
    public bool IsMatch(Pattern pattern, string text) => pattern.Decide(text, TimeLeft) switch
    {
        PatternVerdict.Undecided => throw Undecided(pattern),
        var verdict => verdict == PatternVerdict.Yes,
    };

    /// <summary>The same, with the groups.</summary>
    /// <exception cref="ProbeException">The time was up before that was clear.</exception>
    public PatternMatch Match(Pattern pattern, string text) => pattern.Match(text, TimeLeft) is { Verdict: not PatternVerdict.Undecided } match
        ? match
        : throw Undecided(pattern);

    /// <summary>Time until the timeout.</summary>
    public TimeSpan TimeLeft => Timeout - Time.GetElapsedTime(_start);

    /// <summary>Seconds since a timestamp.</summary>
    public double Since(long timestamp) => Time.GetElapsedTime(timestamp).TotalSeconds;

    /// <summary>Resolves, chooses and checks the address of the target itself, and notes it in the result.</summary>
    public async Task<IPAddress> ResolveTargetAsync(HopTarget hop, IpPreference preference, CancellationToken cancel)
    {
        Result.HasAddressFamilies = true;
        var start = Time.GetTimestamp();
        try
        {
            Result.Address = await ResolveAsync(hop, preference, cancel);
            return Result.Address;
        }
        finally
        {
            Result.LookupSeconds = Since(start);
        }
    }

    /// <summary>Resolves, chooses and checks the address of a hop.</summary>
    public async Task<IPAddress> ResolveAsync(HopTarget hop, IpPreference preference, CancellationToken cancel)
    {
        Guard.CheckName(hop);
        var address = AddressChoice.Of(hop.Host, await resolver.ResolveAsync(hop.Host, cancel), preference);
        Guard.CheckAddress(hop, address);
        if (Trace.IsOn)
        {
            Trace.Add($"{hop.Host} is {address}");
        }

        return address;
    }

    /// <summary>Resolves a host that is no target, a proxy say: nothing is checked.</summary>
    public async Task<IPAddress> ResolveHelperAsync(string host, IpPreference preference, CancellationToken cancel) =>
        AddressChoice.Of(host, await resolver.ResolveAsync(host, cancel), preference with { Fallback = true });

    /// <summary>A request that this probe makes on its way, for a token say: its findings are not the probe's.</summary>
    public ProbeRun ForHelper(string url, HttpModule module)
    {
        var helper = new ProbeRun(url, new ProbeModule { Name = Module.Name, Http = module }, Guard, resolver, Time, ProbeTrace.Off) { Timeout = TimeLeft };
        helper.Result.Http = new HttpResult();
        return helper;
    }

    private static ProbeException Undecided(Pattern pattern) =>
        new(FailureReason.Timeout, $"the time was up before it was clear whether \"{pattern}\" matches; write it so that no part can match in many ways");

    /// <summary>Connects by TCP.</summary>
    /// <exception cref="ProbeException">It cannot be done from <paramref name="source"/>.</exception>
    public static async Task<NetworkStream> ConnectAsync(IPAddress address, int port, IPAddress? source, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
            {
                Bind(socket, source, address);
            }

            await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Socket socket, IPAddress source, IPAddress address)
    {
        if (source.AddressFamily != address.AddressFamily)
        {
            throw new ProbeException(
                FailureReason.Other,
                $"source_ip_address {source} cannot reach {address}, which is of the other IP version; set preferred_ip_protocol to the version of the source");
        }

        try
        {
            socket.Bind(new IPEndPoint(source, 0));
        }
        catch (SocketException e)
        {
            throw new ProbeException(FailureReason.Other, $"source_ip_address {source} cannot be used: {e.Message}; it must be an address of this machine", e);
        }
    }
}
