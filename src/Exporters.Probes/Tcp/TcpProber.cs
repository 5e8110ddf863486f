using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Metrics;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Tcp;

/// <summary>Connects, with TLS at once or on the way, and holds the module's conversation.</summary>
internal sealed class TcpProber : IProber
{
    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Tcp!;
        var hop = HostPort.Parse("tcp", run.Target, byDefault: null);
        var address = await run.ResolveTargetAsync(hop, module.Ip, cancel);
        Stream stream = await ProbeRun.ConnectAsync(address, hop.Port, module.Source, cancel);
        try
        {
            run.Trace.Add($"connected to {hop}");
            if (module.UseTls)
            {
                stream = await StartTlsAsync(run, stream, hop, cancel);
            }

            // Like the peer: nothing is said of lines and bytes before there is a connection that they could come over.
            run.Result.Tcp = new TcpResult();
            run.Result.HasRegexCheck = true;
            var reader = new LineReader(stream);
            foreach (var step in module.Steps)
            {
                await ListenAsync(run, step, reader, stream, cancel);
                if (step.StartTls)
                {
                    stream = await StartTlsAsync(run, stream, hop, cancel);
                    reader = new LineReader(stream);
                }
            }
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private static async Task<Stream> StartTlsAsync(ProbeRun run, Stream stream, HopTarget hop, CancellationToken cancel)
    {
        var options = run.Module.Tcp!.Tls;
        var name = options.ServerName.Length > 0 ? options.ServerName : hop.Host;
        var (secure, facts) = await TlsHandshake.StartAsync(stream, options, name, null, cancel);
        run.Result.Tls = facts;
        run.Trace.Add($"{facts.Version}, {facts.Cipher}, certificate {facts.Leaf?.Subject}");
        try
        {
            TlsHandshake.Require(facts);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private static async Task ListenAsync(ProbeRun run, QueryStep step, LineReader reader, Stream stream, CancellationToken cancel)
    {
        var send = step.Send;
        if (step.Expect is { } pattern)
        {
            var match = await ExpectAsync(run, pattern, reader, cancel);
            if (!step.IsBinary && send.AsSpan().Contains((byte)'$'))
            {
                send = Encoding.UTF8.GetBytes(Template.Expand(Encoding.UTF8.GetString(send), match));
            }

            if (step.Labels.Count > 0)
            {
                run.Result.Tcp!.Expected = Labels(step, match);
            }
        }

        if (step.ExpectBytes.Length > 0)
        {
            var found = await reader.ReadBytesAsync(step.ExpectBytes.Length, cancel);
            if (!found.AsSpan().SequenceEqual(step.ExpectBytes))
            {
                run.Result.Tcp!.FailedByBytes = found.Length == step.ExpectBytes.Length;
                throw new ProbeException(
                    FailureReason.Body, $"expected the bytes {Convert.ToHexStringLower(step.ExpectBytes)}, got {Convert.ToHexStringLower(found)}");
            }
        }

        if (send.Length > 0)
        {
            run.Trace.Add($"sending \"{Encoding.UTF8.GetString(send)}\"");
            await stream.WriteAsync(step.IsBinary ? send : [.. send, (byte)'\n'], cancel);
        }
    }

    private static async Task<PatternMatch> ExpectAsync(ProbeRun run, Pattern pattern, LineReader reader, CancellationToken cancel)
    {
        var last = "";
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            run.Trace.Add($"read \"{line}\"");
            if (run.Match(pattern, line) is { Success: true } match)
            {
                return match;
            }

            last = line;
        }

        run.Result.FailedByRegex = true;
        throw new ProbeException(FailureReason.Body, $"no line matches \"{pattern}\" before the server closed; the last was \"{last}\"");
    }

    private static LabelSet Labels(QueryStep step, PatternMatch match)
    {
        var names = new string[step.Labels.Count];
        var values = new string?[step.Labels.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = step.Labels[i].Key;
            values[i] = Template.Expand(step.Labels[i].Value, match);
        }

        return new LabelSet(names, values);
    }
}
