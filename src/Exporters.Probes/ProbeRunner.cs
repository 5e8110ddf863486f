using Exporters.Probes.Dns;
using Exporters.Probes.Grpc;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Icmp;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Tcp;
using Exporters.Probes.Unix;
using Exporters.Probes.Websocket;

namespace Exporters.Probes;

/// <summary>Runs one probe within its time and turns whatever happens into a result.</summary>
internal sealed class ProbeRunner(TimeProvider time, HostResolver resolver, ProbeInstruments instruments)
{
    private static readonly TcpProber Tcp = new();
    private static readonly UnixProber Unix = new();
    private static readonly IcmpProber Icmp = new();
    private static readonly DnsProber Dns = new();
    private static readonly GrpcProber Grpc = new();
    private static readonly WebsocketProber Websocket = new();
    private static readonly HttpProber Http = new();

    /// <summary>Probes.</summary>
    /// <param name="target">The target's text.</param>
    /// <param name="module">How.</param>
    /// <param name="guard">Where it may go.</param>
    /// <param name="timeout">Longest time.</param>
    /// <param name="trace">What happens, for a person.</param>
    /// <param name="prober">The prober, where the caller keeps one; null for the module's.</param>
    /// <param name="cancel">The program's or the caller's end.</param>
    /// <exception cref="GuardException">The target itself is refused.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was called.</exception>
    public async Task<ProbeResult> RunAsync(
        string target, ProbeModule module, TargetGuard guard, TimeSpan timeout, ProbeTrace trace, IProber? prober, CancellationToken cancel)
    {
        var run = new ProbeRun(target, module, guard, resolver, time, trace) { Timeout = timeout };
        var result = run.Result;
        var start = time.GetTimestamp();
        using var timer = new CancellationTokenSource(timeout, time);
        await using var end = cancel.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), timer);
        try
        {
            await (prober ?? For(module)).ProbeAsync(run, timer.Token);
            result.Success = true;
        }
        catch (Exception e) when (cancel.IsCancellationRequested)
        {
            // Whatever it looks like in there: nobody waits for the result any more.
            throw new OperationCanceledException("the probe was called off", e, cancel);
        }
        catch (Exception e) when (!IsFirstRefusal(e, result))
        {
            var (reason, text) = Describe(e, timer.IsCancellationRequested, timeout);
            result.Failure = reason;
            result.Detail = text;
        }

        result.TimeoutSeconds = timeout.TotalSeconds;
        result.Seconds = run.Since(start);
        result.EndedAt = time.GetTimestamp();
        instruments.Count(module, result);
        trace.Add(result.Success ? "succeeded" : $"failed, {FailureReasons.Name(result.Failure!.Value)}: {result.Detail}");
        return result;
    }

    private static IProber For(ProbeModule module) => module switch
    {
        { Http: not null } => Http,
        { Tcp: not null } => Tcp,
        { Icmp: not null } => Icmp,
        { Unix: not null } => Unix,
        { Grpc: not null } => Grpc,
        { Websocket: not null } => Websocket,
        _ => Dns,
    };

    // The target itself, rather than a redirect, is refused: nothing was probed, and the caller shall know.
    private static bool IsFirstRefusal(Exception e, ProbeResult result) => e is GuardException && result.Http is not { Redirects: > 0 };

    private static (FailureReason Reason, string Text) Describe(Exception e, bool isTimeUp, TimeSpan timeout)
    {
        if (e is ProbeException known)
        {
            return (known.Reason, known.Message);
        }

        if (isTimeUp)
        {
            return (FailureReason.Timeout, $"not done within {Configuration.Durations.Format(timeout)}");
        }

        if (Faults.Classify(e) is { } fault)
        {
            return fault;
        }

        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e);
        return default;
    }
}
