using System.Text;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;

namespace Exporters.Logs.Runs;

/// <summary>Takes batches in place of a receiver, and writes them to a stream. What is written counts as delivered.</summary>
/// <param name="output">Standard output.</param>
/// <param name="format">How records are written.</param>
/// <param name="colours">Whether levels have colours.</param>
/// <param name="closed">Cancelled when nobody reads any more, as after <c>| head</c>.</param>
internal sealed class PrintSender(Stream output, PrintFormat format, bool colours, CancellationTokenSource closed) : ISender
{
    /// <inheritdoc/>
    public async ValueTask<SendOutcome> SendAsync(LogResource resource, IReadOnlyList<LogEntry> batch, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        if (format == PrintFormat.Json)
        {
            OtlpJson.Write(buffer, resource, batch);
            buffer.WriteByte((byte)'\n');
        }
        else
        {
            var text = new StringBuilder();
            var source = Source(resource);
            foreach (var entry in batch)
            {
                PrintedLine.Append(text, source, entry, format == PrintFormat.Attributes, colours);
            }

            buffer.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }

        try
        {
            await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        catch (IOException e)
        {
            await closed.CancelAsync();
            throw new OperationCanceledException("nobody reads standard output any more", e, closed.Token);
        }

        return SendOutcome.AllDelivered;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Source(LogResource resource)
    {
        foreach (var name in new[] { "container", "service.name", "job" })
        {
            foreach (var (key, value) in resource.Attributes)
            {
                if (key == name)
                {
                    return value;
                }
            }
        }

        return "log";
    }
}
