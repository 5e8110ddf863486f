using System.Text;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Reads google.rpc.Status, the body of a failure over HTTP by https://opentelemetry.io/docs/specs/otlp/#failures-1: field 1 <c>code</c>,
/// 2 <c>message</c>, 3 <c>details</c>.
/// </summary>
internal static class RpcStatus
{
    /// <summary>The receiver's message; null when the body is something else, a text say.</summary>
    public static string? Message(ReadOnlySpan<byte> body)
    {
        string? message = null;
        while (!body.IsEmpty)
        {
            if (!PartialSuccess.TryField(ref body, out var number, out _, out var bytes) || number is < 1 or > 3)
            {
                return null;
            }

            if (number == 2)
            {
                message = Encoding.UTF8.GetString(bytes);
            }
        }

        return message;
    }
}
