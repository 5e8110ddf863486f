using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Prometheus;

namespace Exporters.Hosting;

/// <summary>Bounds the scrapes that are answered at once, and counts them under the names of promhttp, the peers' handler of their page.</summary>
internal sealed class ScrapeRequests
{
    private static readonly Family RequestsFamily = Family.Counter(
        "promhttp_metric_handler_requests_total", "Scrapes answered, by HTTP status.", "code");

    private static readonly Family InFlightFamily = Family.Gauge(
        "promhttp_metric_handler_requests_in_flight", "Scrapes being answered at this moment, this one included.");

    private static readonly Family ErrorsFamily = Family.Counter(
        "promhttp_metric_handler_errors_total",
        "Scrapes with an error: gathering when collectors contradict each other, encoding when the page was not written or sent to its end.",
        "cause");

    private static readonly Family CollectionFamily = Family.Histogram(
        "exporters_scrape_duration_seconds", "Seconds from a scrape's request until all its collectors were done or given up; sending the page comes after.");

    private static readonly double[] CollectionBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 10];

    private readonly Counter.Child _ok;
    private readonly Counter.Child _badRequest;
    private readonly Counter.Child _failed;
    private readonly Counter.Child _refused;
    private readonly Gauge _shownInFlight;
    private readonly Counter.Child _gatheringErrors;
    private readonly Counter.Child _encodingErrors;
    private readonly Histogram _collection;
    private int _inFlight;

    /// <summary>No scrape yet.</summary>
    /// <param name="limit">How many at once; 0 for no limit.</param>
    /// <param name="registry">Takes the instruments.</param>
    public ScrapeRequests(int limit, InstrumentRegistry registry)
    {
        Limit = limit;
        var requests = registry.Counter(RequestsFamily);
        _ok = requests.WithLabels("200");
        _badRequest = requests.WithLabels("400");
        _failed = requests.WithLabels("500");
        _refused = requests.WithLabels("503");
        var errors = registry.Counter(ErrorsFamily);
        _encodingErrors = errors.WithLabels("encoding");
        _gatheringErrors = errors.WithLabels("gathering");
        _shownInFlight = registry.Gauge(InFlightFamily);
        _collection = registry.Histogram(CollectionFamily, CollectionBounds);
    }

    public int Limit { get; }

    /// <summary>False when the limit is reached; otherwise <see cref="Leave"/> must follow.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) > Limit && Limit != 0)
        {
            Interlocked.Decrement(ref _inFlight);
            return false;
        }

        _shownInFlight.Inc();
        return true;
    }

    public void Leave()
    {
        Interlocked.Decrement(ref _inFlight);
        _shownInFlight.Dec();
    }

    /// <summary>The collectors of a scrape took so long.</summary>
    public void CountCollection(TimeSpan duration) => _collection.Observe(duration.TotalSeconds);

    /// <summary>A page whose collectors contradict each other was answered.</summary>
    public void CountGatheringError() => _gatheringErrors.Inc();

    /// <summary>A page could not be written or sent to its end.</summary>
    public void CountEncodingError() => _encodingErrors.Inc();

    public void Count(int status)
    {
        var counter = status switch
        {
            StatusCodes.Status200OK => _ok,
            StatusCodes.Status400BadRequest => _badRequest,
            StatusCodes.Status503ServiceUnavailable => _refused,
            _ => _failed,
        };
        counter.Inc();
    }
}
