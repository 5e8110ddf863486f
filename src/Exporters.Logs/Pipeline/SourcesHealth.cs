using Exporters.Metrics.Modules;

namespace Exporters.Logs.Pipeline;

/// <summary>Sources of logs one by one: well while they are read and their lines are taken.</summary>
internal sealed class SourcesHealth(LogsConfig config, LogService service) : IThings
{
    public string Kind => "logs";

    public IEnumerable<string> Names => config.Sources.Select(source => source.Name);

    public ThingHealth? Find(string name)
    {
        if (!config.Sources.Any(source => source.Name == name))
        {
            return null;
        }

        if (service.Pipeline is not { IsOpen: true } pipeline)
        {
            return ThingHealth.Ill(service.Report().Detail);
        }

        if (pipeline.Sources.FirstOrDefault(source => source.Setup.Ledger.Source == name)?.Reader?.Trouble is { } trouble)
        {
            return ThingHealth.Ill(trouble.Text);
        }

        foreach (var lag in pipeline.Meter.Lag)
        {
            if (lag.Ledger.Source == name && pipeline.Meter.Stalled(lag) > LogService.StalledAfter)
            {
                return ThingHealth.Ill($"{lag.Bytes} bytes and {lag.Ledger.Pending} lines wait, and none was read or settled for {pipeline.Meter.Stalled(lag):hh\\:mm\\:ss}");
            }
        }

        return pipeline.StateProblem is { } problem ? ThingHealth.Ill($"checkpoints cannot be written, lines wait: {problem}")
            : service.Sender?.Trouble is { } refused ? ThingHealth.Ill(refused)
            : ThingHealth.Well("read, and its lines are taken");
    }
}
