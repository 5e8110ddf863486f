using Exporters.Probes.Endpoint;

namespace Exporters.Hosting;

/// <summary><c>/probe</c>: takes the query apart and hands back what the probe answers.</summary>
internal sealed class ProbePage(ProbeEndpoint endpoint)
{
    public async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        ProbeAnswer answer;
        try
        {
            answer = await endpoint.AnswerAsync(
                new ProbeQuery(
                    query["target"], query["module"], query["hostname"], query["debug"] == "true",
                    context.Request.Headers["X-Prometheus-Scrape-Timeout-Seconds"]),
                context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
        }
    }
}
