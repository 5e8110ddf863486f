using Exporters.Metrics;

namespace Exporters.Hosting;

/// <summary>The peers' metrics about their own page.</summary>
internal sealed class HandlerCollector(ScrapeRequests requests) : ISelfCollector
{
    private static readonly Family Requests = Family.Counter(
        "promhttp_metric_handler_requests_total", "Scrapes answered, by HTTP status.", "code");

    private static readonly Family InFlight = Family.Gauge(
        "promhttp_metric_handler_requests_in_flight", "Scrapes being answered at this moment, this one included.");

    private static readonly Family Errors = Family.Counter(
        "promhttp_metric_handler_errors_total",
        "Scrapes with an error: gathering when collectors contradict each other, encoding when the page was not written or sent to its end.",
        "cause");

    public string Name => "handler";

    public IReadOnlyList<Family> Families { get; } = [Requests, InFlight, Errors];

    public void Collect(FamilyWriter writer)
    {
        writer.Write(Requests, requests.Ok, "200");
        writer.Write(Requests, requests.BadRequest, "400");
        writer.Write(Requests, requests.Failed, "500");
        writer.Write(Requests, requests.Refused, "503");
        writer.Write(InFlight, requests.InFlight);
        writer.Write(Errors, requests.EncodingErrors, "encoding");
        writer.Write(Errors, requests.GatheringErrors, "gathering");
    }
}
