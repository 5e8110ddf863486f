using System.Text;

namespace Exporters.Probes.Endpoint;

/// <summary>What <c>/probe</c> answers.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Content-Type.</param>
/// <param name="Body">The body.</param>
public sealed record ProbeAnswer(int Status, string ContentType, byte[] Body)
{
    internal static ProbeAnswer Text(int status, string text) => new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    internal static ProbeAnswer Metrics(byte[] page) => new(200, "text/plain; version=0.0.4; charset=utf-8", page);
}
