using System.Runtime.CompilerServices;

namespace Exporters.Logs.Framing;

/// <summary>The attribute that tells which output of a container a line was written to; named as in OpenTelemetry's conventions.</summary>
internal static class ContainerOutput
{
    private static readonly KeyValuePair<string, object?> Out = new("log.iostream", "stdout");
    private static readonly KeyValuePair<string, object?> Error = new("log.iostream", "stderr");

    /// <summary>The attribute; null for neither.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static KeyValuePair<string, object?>? Attribute(string? output) => output switch
    {
        "stdout" => Out,
        "stderr" => Error,
        _ => null,
    };
}
