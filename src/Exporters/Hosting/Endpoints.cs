namespace Exporters.Hosting;

/// <summary>Which path is answered by what. All of them are GET (and HEAD).</summary>
internal sealed class Endpoints(IServiceProvider services, string metricsPath)
{
    private readonly MetricsEndpoint _metrics = services.GetRequiredService<MetricsEndpoint>();
    private readonly HealthEndpoint _health = services.GetRequiredService<HealthEndpoint>();
    private readonly ProbePage _probe = services.GetRequiredService<ProbePage>();

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return PlainText.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, $"{context.Request.Method} is not answered here; use GET.\n");
        }

        if (path == metricsPath)
        {
            return _metrics.HandleAsync(context);
        }

        return path switch
        {
            "/" => LandingPage.WriteAsync(context, metricsPath),
            "/probe" => _probe.HandleAsync(context),
            "/health" => _health.HealthAsync(context),
            "/ready" => _health.ReadyAsync(context),
            _ => PlainText.WriteAsync(context, StatusCodes.Status404NotFound, $"Nothing here. Metrics are at {metricsPath}, an overview at /.\n"),
        };
    }
}
