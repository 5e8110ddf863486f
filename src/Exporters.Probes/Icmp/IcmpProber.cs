using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Results;
using Exporters.Probes.Tcp;

namespace Exporters.Probes.Icmp;

/// <summary>One echo request, and its reply.</summary>
internal sealed class IcmpProber : IProber
{
    private const int LargestPacket = 65_536;
    private static int _sequence = Random.Shared.Next();

    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Icmp!;
        var icmp = run.Result.Icmp = new IcmpResult();
        var hop = HostPort.Host("icmp", run.Target);
        var address = await run.ResolveTargetAsync(hop, module.Ip, cancel);
        icmp.ResolveSeconds = run.Result.LookupSeconds ?? 0;
        var isIp6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var setup = run.Time.GetTimestamp();
        using var socket = PingSocket.Open(isIp6, module);
        run.Trace.Add(socket.IsRaw ? "raw socket" : "ping socket");
        var packet = EchoPacket.Request(
            isIp6, (ushort)Random.Shared.Next(ushort.MaxValue), (ushort)Interlocked.Increment(ref _sequence), module.PayloadSize);
        icmp.SetupSeconds = run.Since(setup);
        var start = run.Time.GetTimestamp();
        await socket.SendAsync(packet, address, cancel);
        await ReplyAsync(run, socket, packet, address, start, cancel);
    }

    private static async Task ReplyAsync(ProbeRun run, PingSocket socket, byte[] request, IPAddress address, long start, CancellationToken cancel)
    {
        var isIp6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(LargestPacket, request.Length + 256));
        try
        {
            while (true)
            {
                var (from, to, sender, hopLimit) = await socket.ReceiveAsync(buffer, cancel);
                if (SameAddress(sender, address) && EchoPacket.Answers(buffer.AsSpan(from, to - from), request, isIp6, socket.IsRaw))
                {
                    run.Result.Icmp!.RttSeconds = run.Since(start);
                    run.Result.Icmp.HopLimit = hopLimit;
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A link-local address that was asked for may come back with its scope, or without.
    private static bool SameAddress(IPAddress? a, IPAddress b) => a is not null && a.GetAddressBytes().AsSpan().SequenceEqual(b.GetAddressBytes());
}
