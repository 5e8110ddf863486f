using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Metrics;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Tcp;

/// <summary>What the probers of TCP and of Unix sockets do once they are connected: TLS, and the steps of <c>query_response</c>.</summary>
/// <param name="run">The probe.</param>
/// <param name="tls">Certificates and versions.</param>
/// <param name="serverName">The name for TLS; empty when there is none, which is a failure unless nobody asks for it.</param>
internal sealed class Conversation(ProbeRun run, TlsOptions tls, string serverName)
{
    /// <summary>Holds it, and closes the connection.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="useTls">Whether TLS starts at once.</param>
    /// <param name="steps">What is said and heard.</param>
    /// <param name="cancel">The probe's end.</param>
    public async Task HoldAsync(Stream stream, bool useTls, IReadOnlyList<QueryStep> steps, CancellationToken cancel)
    {
        try
        {
            if (useTls)
            {
                stream = await StartTlsAsync(stream, cancel);
            }

            // Like the peer: nothing is said of lines and bytes before there is a connection that they could come over.
            run.Result.Tcp = new TcpResult();
            run.Result.HasRegexCheck = true;
            var reader = new LineReader(stream);
            foreach (var step in steps)
            {
                await ListenAsync(step, reader, stream, cancel);
                if (step.StartTls)
                {
                    stream = await StartTlsAsync(stream, cancel);
                    reader = new LineReader(stream);
                }
            }
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    private async Task<Stream> StartTlsAsync(Stream stream, CancellationToken cancel)
    {
        if (serverName.Length == 0 && !tls.InsecureSkipVerify)
        {
            throw new ProbeException(
                FailureReason.TlsNameMismatch, "the target has no name to compare the certificate with; give tls_config a server_name, or insecure_skip_verify");
        }

        var (secure, facts) = await TlsHandshake.StartAsync(stream, tls, serverName, null, cancel);
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

    private async Task ListenAsync(QueryStep step, LineReader reader, Stream stream, CancellationToken cancel)
    {
        var send = step.Send;
        if (step.Expect is { } pattern)
        {
            var match = await ExpectAsync(pattern, reader, cancel);
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

    private async Task<PatternMatch> ExpectAsync(Pattern pattern, LineReader reader, CancellationToken cancel)
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
