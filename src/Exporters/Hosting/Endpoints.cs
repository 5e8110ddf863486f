namespace Exporters.Hosting;

/// <summary>Which path is answered by what. All of them are GET (and HEAD).</summary>
internal sealed class Endpoints
{
    /// <summary>What a request counts as whose path is not answered.</summary>
    private const string Other = "other";

    private readonly string _metricsPath;
    private readonly Dictionary<string, RequestDelegate> _answers;

    public Endpoints(IServiceProvider services, string metricsPath)
    {
        _metricsPath = metricsPath;
        var health = services.GetRequiredService<HealthEndpoint>();
        _answers = new Dictionary<string, RequestDelegate>(StringComparer.Ordinal)
        {
            ["/"] = context => LandingPage.WriteAsync(context, metricsPath),
            ["/probe"] = services.GetRequiredService<ProbePage>().HandleAsync,
            ["/health"] = health.HealthAsync,
            ["/ready"] = health.ReadyAsync,
        };
        _answers[ThingEndpoint.Prefix] = services.GetRequiredService<ThingEndpoint>().HandleAsync;
        _answers[metricsPath] = services.GetRequiredService<MetricsEndpoint>().HandleAsync;
    }

    /// <summary>The path that a request counts under: its own where there is a page, else <c>other</c>.</summary>
    public string PathOf(HttpContext context) => _answers.ContainsKey(Path(context)) ? Path(context) : Other;

    public Task HandleAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return PlainText.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"{context.Request.Method} is not answered here; use GET.\n");
        }

        return _answers.TryGetValue(Path(context), out var answer)
            ? answer(context)
            : PlainText.WriteAsync(context, StatusCodes.Status404NotFound, $"Nothing here. Metrics are at {_metricsPath}, an overview at /.\n");
    }

    /// <summary>The path, or the beginning that all paths of its kind share.</summary>
    private static string Path(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return path.StartsWith(ThingEndpoint.Prefix, StringComparison.Ordinal) ? ThingEndpoint.Prefix : path;
    }
}
