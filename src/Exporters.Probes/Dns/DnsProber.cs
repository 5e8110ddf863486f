using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tcp;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Dns;

/// <summary>Asks a name server one question over UDP, TCP or TLS and checks the answer.</summary>
internal sealed class DnsProber : IProber
{
    private const int Port = 53;
    private const int TlsPort = 853;

    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Dns!;
        var dns = run.Result.Dns = new DnsResult();
        var hop = HostPort.Parse("dns", run.Target, module.UseTls ? TlsPort : Port);
        var address = await run.ResolveTargetAsync(hop, module.Ip, cancel);
        dns.ResolveSeconds = run.Result.LookupSeconds ?? 0;
        DnsName.TryEncode(module.QueryName, out var name);
        var id = (ushort)Random.Shared.Next(ushort.MaxValue + 1);
        var question = DnsMessage.Question(id, name, module.QueryType, module.QueryClass, module.Recursion);
        var endPoint = new IPEndPoint(address, hop.Port);
        var bytes = module.UseTcp
            ? await AskByTcpAsync(run, module, endPoint, hop.Host, question, id, cancel)
            : await AskByUdpAsync(run, module, endPoint, question, id, cancel);
        Examine(run, module, dns, bytes);
    }

    private static async Task<byte[]> AskByUdpAsync(
        ProbeRun run, DnsModule module, IPEndPoint server, byte[] question, ushort id, CancellationToken cancel)
    {
        var start = run.Time.GetTimestamp();
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (module.Source is { } source)
        {
            socket.Bind(new IPEndPoint(source, 0));
        }

        await socket.ConnectAsync(server, cancel);
        run.Result.Dns!.ConnectSeconds = run.Since(start);
        start = run.Time.GetTimestamp();
        try
        {
            await socket.SendAsync(question, SocketFlags.None, cancel);
            var buffer = new byte[ushort.MaxValue];
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
                if (DnsMessage.IsAnswer(buffer.AsSpan(0, length), id))
                {
                    return buffer.AsSpan(0, length).ToArray();
                }
            }
        }
        finally
        {
            run.Result.Dns.RequestSeconds = run.Since(start);
        }
    }

    private static async Task<byte[]> AskByTcpAsync(
        ProbeRun run, DnsModule module, IPEndPoint server, string host, byte[] question, ushort id, CancellationToken cancel)
    {
        var dns = run.Result.Dns!;
        var start = run.Time.GetTimestamp();
        Stream stream = await ProbeRun.ConnectAsync(server.Address, server.Port, module.Source, cancel);
        try
        {
            if (module.UseTls)
            {
                var serverName = module.Tls.ServerName.Length > 0 ? module.Tls.ServerName : host;
                (stream, var facts) = await TlsHandshake.StartAsync(stream, module.Tls, serverName, null, cancel);
                run.Result.Tls = facts;
                TlsHandshake.Require(facts);
            }

            dns.ConnectSeconds = run.Since(start);
            start = run.Time.GetTimestamp();
            var framed = new byte[question.Length + 2];
            BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Length);
            question.CopyTo(framed, 2);
            await stream.WriteAsync(framed, cancel);
            var answer = await ReadFramedAsync(stream, cancel);
            dns.RequestSeconds = run.Since(start);
            return DnsMessage.IsAnswer(answer, id)
                ? answer
                : throw new ProbeException(FailureReason.Other, "the server answers another question than the one asked");
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private static async Task<byte[]> ReadFramedAsync(Stream stream, CancellationToken cancel)
    {
        try
        {
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, cancel);
            var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(message, cancel);
            return message;
        }
        catch (EndOfStreamException e)
        {
            throw new ProbeException(FailureReason.Reset, "the server cut the connection before its answer was complete", e);
        }
    }

    private static void Examine(ProbeRun run, DnsModule module, DnsResult dns, byte[] bytes)
    {
        DnsMessage answer;
        try
        {
            answer = DnsMessage.Parse(bytes);
        }
        catch (FormatException e)
        {
            throw new ProbeException(FailureReason.Other, $"the answer is no DNS message: {e.Message}", e);
        }

        dns.Answered = true;
        dns.Answers = answer.Answers.Count;
        dns.Authorities = answer.Authorities.Count;
        dns.Additionals = answer.Additionals.Count;
        dns.Serial = module.QueryType == DnsTypes.Soa ? answer.Serial ?? 0 : null;
        if (run.Trace.IsOn)
        {
            run.Trace.Add($"{DnsTypes.RcodeName(answer.Rcode)}");
            foreach (var record in answer.Answers.Concat(answer.Authorities).Concat(answer.Additionals))
            {
                run.Trace.Add(record);
            }
        }

        if (!module.ValidRcodes.Contains(answer.Rcode))
        {
            throw new ProbeException(
                FailureReason.Status,
                $"the response code is {DnsTypes.RcodeName(answer.Rcode)}, expected {string.Join(" or ", module.ValidRcodes.Select(DnsTypes.RcodeName))}");
        }

        if ((module.Answer.Examine("answer", answer.Answers, run.IsMatch) ?? module.Authority.Examine("authority", answer.Authorities, run.IsMatch)
            ?? module.Additional.Examine("additional", answer.Additionals, run.IsMatch)) is { } wrong)
        {
            throw new ProbeException(FailureReason.Body, wrong);
        }
    }
}
