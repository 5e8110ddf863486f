namespace Exporters.Hosting;

/// <summary><c>/</c>: what answers here, with links.</summary>
internal static class LandingPage
{
    public static Task WriteAsync(HttpContext context, string metricsPath) => PlainText.WriteAsync(
        context,
        StatusCodes.Status200OK,
        $$"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Exporters</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #1c2430; background: #fff }
        a { color: #0a58ca } li { margin: .4rem 0 } small { color: #5a6472 }
        @media (prefers-color-scheme: dark) { body { color: #e6e9ee; background: #14181f } a { color: #7fb2ff } small { color: #9aa4b2 } }
        </style>
        </head>
        <body>
        <h1>Exporters</h1>
        <p>Metrics of this host for Prometheus, under the names of node_exporter.</p>
        <ul>
        <li><a href="{{metricsPath}}">{{metricsPath}}</a>: the metrics page</li>
        <li><a href="/health">/health</a>: whether every module lives; /health/units/NAME, groups, containers, probes, logs: one of them</li>
        <li><a href="/ready">/ready</a>: whether the first collection is complete</li>
        </ul>
        <p><small>Version {{BuildInfo.Version}}, revision {{BuildInfo.Revision}}</small></p>
        </body>
        </html>

        """,
        "text/html; charset=utf-8");
}
