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
        var stream = await ProbeRun.ConnectAsync(address, hop.Port, module.Source, cancel);
        run.Trace.Add($"connected to {hop}");
        await new Conversation(run, module.Tls, module.Tls.ServerName.Length > 0 ? module.Tls.ServerName : hop.Host)
            .HoldAsync(stream, module.UseTls, module.Steps, cancel);
    }
}
