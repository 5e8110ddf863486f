using Exporters.Metrics;
using Exporters.Probes.Grpc;

namespace Exporters.Probes.Results;

/// <summary>Prints the facts of a gRPC probe.</summary>
internal static class GrpcWriter
{
    /// <summary>Writes every family that the probe came to.</summary>
    public static void Write(FamilyWriter writer, GrpcResult? grpc, LabelSet labels)
    {
        if (grpc is null)
        {
            return;
        }

        writer.Write(ProbeFamilies.GrpcDuration, grpc.ResolveSeconds, labels, null, null, null, "resolve");
        writer.Write(ProbeFamilies.GrpcTls, grpc.IsTls ? 1 : 0, labels);
        writer.Write(ProbeFamilies.GrpcStatusCode, grpc.StatusCode, labels);
        if (grpc.CheckSeconds is not { } check)
        {
            return;
        }

        writer.Write(ProbeFamilies.GrpcDuration, check, labels, null, null, null, "check");
        foreach (var state in HealthMessages.States)
        {
            writer.Write(ProbeFamilies.GrpcServing, state == grpc.Serving ? 1 : 0, labels, null, null, null, state);
        }
    }
}
