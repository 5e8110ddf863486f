using System.Buffers;
using System.Globalization;
using System.Text;
using Exporters.Metrics;
using Exporters.Metrics.Exposition;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Schedule;

namespace Exporters.Probes.Endpoint;

/// <summary>
/// <c>/probe</c> as blackbox_exporter has it, for Prometheus jobs with relabelling; but only for targets that the configuration
/// allows.
/// </summary>
public sealed class ProbeEndpoint : IDisposable
{
    // The peer's: how long Prometheus waits without saying so, and how much of that is left for the way.
    private const double DefaultScrapeSeconds = 120;
    private const double OffsetSeconds = 0.5;

    private readonly ProbesConfig _config;
    private readonly ProbeRunner _runner;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _slots;
    private readonly EndpointInstruments? _instruments;

    /// <param name="config">The module's part of the file.</param>
    /// <param name="runner">Probes.</param>
    /// <param name="time">Clock.</param>
    /// <param name="instruments">Counts as blackbox_exporter does; null where no probes are configured.</param>
    internal ProbeEndpoint(ProbesConfig config, ProbeRunner runner, TimeProvider time, EndpointInstruments? instruments)
    {
        _instruments = instruments;
        _config = config;
        _runner = runner;
        _time = time;
        _slots = new SemaphoreSlim(config.RequestConcurrency);
    }

    /// <summary>Probes once and answers.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<ProbeAnswer> AnswerAsync(ProbeQuery query, CancellationToken cancel)
    {
        var name = string.IsNullOrEmpty(query.Module) ? BuiltInModules.Http : query.Module;
        if (!_config.Modules.TryGetValue(name, out var module))
        {
            _instruments?.CountUnknownModule();
            return ProbeAnswer.Text(400, $"Unknown module \"{name}\"; there are {string.Join(", ", _config.Modules.Keys)}");
        }

        if (!TryTimeout(query.ScrapeTimeout, module.Timeout, out var timeout))
        {
            return ProbeAnswer.Text(400, $"X-Prometheus-Scrape-Timeout-Seconds must be a number of seconds, got \"{query.ScrapeTimeout}\"");
        }

        if (string.IsNullOrEmpty(query.Target))
        {
            return ProbeAnswer.Text(400, "Target parameter is missing");
        }

        if (!string.IsNullOrEmpty(query.Hostname))
        {
            if (HostConflict(module, query.Hostname) is { } conflict)
            {
                return ProbeAnswer.Text(400, conflict);
            }

            if (WithHost(module, query.Hostname) is not { } hosted)
            {
                return ProbeAnswer.Text(400, $"hostname must be a host name or address such as shop.example, with a port for http, got \"{query.Hostname}\"");
            }

            module = hosted;
        }

        return await ProbeAsync(query, module, timeout, cancel);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task<ProbeAnswer> ProbeAsync(ProbeQuery query, ProbeModule module, TimeSpan timeout, CancellationToken cancel)
    {
        var start = _time.GetTimestamp();
        if (!await _slots.WaitAsync(timeout, cancel))
        {
            return ProbeAnswer.Text(503, $"{_config.RequestConcurrency} probes are under way already; raise probes.request_concurrency to allow more");
        }

        try
        {
            var left = timeout - _time.GetElapsedTime(start);
            var trace = query.IsDebug ? new ProbeTrace(_time) : ProbeTrace.Off;
            var guard = TargetGuard.ForRequest(_config.Allow, Configured(query.Target!, module));
            var result = await _runner.RunAsync(query.Target!, module, guard, left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), trace, null, cancel);
            result.TimeoutSeconds = timeout.TotalSeconds;
            var writer = new FamilyWriter();
            ResultWriter.Write(writer, result, LabelSet.Empty);
            return query.IsDebug ? Debug(module, trace, writer) : ProbeAnswer.Metrics(Print(writer));
        }
        catch (GuardException e)
        {
            return ProbeAnswer.Text(403, e.Message);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The configured target that the request names, by its text or by where it leads; null when it names none.</summary>
    private HopTarget? Configured(string target, ProbeModule module)
    {
        if (TargetHops.Of(target, module) is not { } hop)
        {
            return null;
        }

        foreach (var configured in _config.Targets)
        {
            if (configured.Hop is { } known && known.Scheme == hop.Scheme && known.Port == hop.Port && known.Path == hop.Path
                && known.Host.Equals(hop.Host, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }

    private static ProbeAnswer Debug(ProbeModule module, ProbeTrace trace, FamilyWriter writer) => ProbeAnswer.Text(
        200,
        $"Logs for the probe:\n{trace}\n\n\nMetrics that would have been returned:\n{Encoding.UTF8.GetString(Print(writer))}"
        + $"\n\n\nModule configuration:\n{ModuleText.Of(module)}");

    private static byte[] Print(FamilyWriter writer)
    {
        var page = new Page();
        page.Add(writer, "probe");
        page.Complete();
        var output = new ArrayBufferWriter<byte>(4096);
        page.Write(output, ExpositionFormat.Text);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>What is left of the scrape's time, and of the module's.</summary>
    private static bool TryTimeout(string? header, TimeSpan? module, out TimeSpan timeout)
    {
        timeout = default;
        var seconds = 0.0;
        if (!string.IsNullOrEmpty(header)
            && (!double.TryParse(header, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds) || !double.IsFinite(seconds) || seconds < 0))
        {
            return false;
        }

        seconds = (seconds == 0 ? DefaultScrapeSeconds : seconds) - OffsetSeconds;
        var limit = module?.TotalSeconds ?? 0;
        seconds = limit > 0 && (limit < seconds || seconds < 0) ? limit : seconds;
        timeout = TimeSpan.FromSeconds(Math.Clamp(seconds, 0.001, TimeSpan.FromHours(1).TotalSeconds));
        return true;
    }

    private static string? HostConflict(ProbeModule module, string hostname)
    {
        foreach (var header in module.Http?.Headers ?? [])
        {
            if (header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase) && header.Value != hostname)
            {
                return $"host header defined both in module configuration ({header.Value}) and with URL-parameter 'hostname' ({hostname})";
            }
        }

        return null;
    }

    /// <summary>The module with this host; null when it is none.</summary>
    private static ProbeModule? WithHost(ProbeModule module, string hostname)
    {
        if (module.Http is { } http)
        {
            return HostName.TryParseHeader(hostname, out var header)
                ? module with { Http = http with { Headers = [.. http.Headers, new RequestHeader("Host", header)] } }
                : null;
        }

        if (!HostName.TryParse(hostname, out var name))
        {
            return null;
        }

        return module.Tcp is { Tls.ServerName: "" } tcp ? module with { Tcp = tcp with { Tls = tcp.Tls with { ServerName = name } } } : module;
    }
}
