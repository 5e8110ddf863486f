using Exporters.Metrics;

namespace Exporters.Probes.Results;

/// <summary>Prints the facts of a WebSocket probe.</summary>
internal static class WebsocketWriter
{
    /// <summary>Writes every family that the probe came to.</summary>
    public static void Write(FamilyWriter writer, WebsocketResult? websocket, LabelSet labels)
    {
        if (websocket is null)
        {
            return;
        }

        writer.Write(ProbeFamilies.WebsocketStatus, websocket.StatusCode, labels);
        writer.Write(ProbeFamilies.WebsocketUpgraded, websocket.IsUpgraded ? 1 : 0, labels);
        writer.Write(ProbeFamilies.WebsocketFailedByRegex, websocket.FailedByRegex ? 1 : 0, labels);
        Phase(writer, "resolve", websocket.ResolveSeconds, labels);
        Phase(writer, "connect", websocket.ConnectSeconds, labels);
        Phase(writer, "processing", websocket.ProcessingSeconds, labels);
        Phase(writer, "transfer", websocket.TransferSeconds, labels);
    }

    private static void Phase(FamilyWriter writer, string phase, double? seconds, LabelSet labels)
    {
        if (seconds is { } known)
        {
            writer.Write(ProbeFamilies.WebsocketDuration, known, labels, null, null, null, phase);
        }
    }
}
