using System.Globalization;

namespace Exporters.LogSink;

/// <summary>What the sink does with one request: <c>200</c>, <c>204</c>, <c>260</c>, <c>400</c>, <c>413</c>, <c>429;2</c> (Retry-After), <c>503;@2</c> (as a date two seconds from now), <c>hang</c>, <c>stall</c>, <c>reset</c>, <c>lost</c>, <c>page</c>.</summary>
/// <param name="Status">HTTP status; 0 for the words.</param>
/// <param name="RetryAfter">The header's value, over gRPC the seconds of RetryInfo; null for none.</param>
/// <param name="Word"><c>hang</c>: no answer until the client goes. <c>stall</c>: the status, and nothing after it. <c>reset</c>: cut before anything is kept. <c>lost</c>: kept, then cut. <c>partial</c>: 200 that rejects the last record. <c>page</c>: 200 with a page of HTML, nothing kept.</param>
public sealed record Answer(int Status, string? RetryAfter = null, string? Word = null)
{
    public static readonly Answer Ok = new(200);

    public bool IsKept => Status is 200 or 202 or 204 || Word is "lost" or "partial";

    public override string ToString() => Word ?? Status.ToString(CultureInfo.InvariantCulture);

    public static Answer Parse(string text)
    {
        var parts = text.Trim().Split(';', 2);
        return parts[0] is "hang" or "stall" or "reset" or "lost" or "partial" or "page"
            ? new Answer(0, null, parts[0])
            : new Answer(int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? parts[1] : null);
    }
}
