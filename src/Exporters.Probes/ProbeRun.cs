using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;

namespace Exporters.Probes;

/// <summary>One probe while it runs: what to probe, how, and where its findings go.</summary>
internal sealed class ProbeRun(string target, ProbeModule module, TargetGuard guard, HostResolver resolver, TimeProvider time, ProbeTrace trace)
{
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
        var helper = new ProbeRun(url, new ProbeModule { Name = Module.Name, Http = module }, Guard, resolver, Time, ProbeTrace.Off);
        helper.Result.Http = new HttpResult();
        return helper;
    }

    /// <summary>Connects by TCP.</summary>
    public static async Task<NetworkStream> ConnectAsync(IPAddress address, int port, IPAddress? source, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (source is not null)
            {
                socket.Bind(new IPEndPoint(source, 0));
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
}
