using System.Collections.Concurrent;
using Exporters.Host;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Running;

namespace Exporters.Hosting;

/// <summary><c>/metrics</c>: one scrape, in the format and encoding that the request asks for.</summary>
internal sealed class MetricsEndpoint(CollectorRunner runner, ScrapeRequests requests, TimeProvider time, ILoggerFactory loggers)
{
    private const string TimeoutHeader = "X-Prometheus-Scrape-Timeout-Seconds";
    private static readonly IReadOnlySet<string> Known = HostCollectors.All.Select(collector => collector.Name).ToHashSet(StringComparer.Ordinal);

    private readonly ConflictLog _conflicts = new(loggers);
    private readonly ConcurrentBag<PageBuffer> _buffers = [];

    public async Task HandleAsync(HttpContext context)
    {
        if (!requests.TryEnter())
        {
            requests.Count(StatusCodes.Status503ServiceUnavailable);
            await PlainText.WriteAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                $"{requests.Limit} scrapes are being answered, which is the limit; try again, or raise --web.max-requests.\n");
            return;
        }

        PageBuffer? page;
        try
        {
            page = await MakeAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // The scraper went away; there is nobody to answer.
        }
        finally
        {
            // The place is for making a page: how long somebody takes to read it must keep nobody else out.
            requests.Leave();
        }

        if (page is null || await SendAsync(context, page))
        {
            requests.Count(context.Response.StatusCode);
        }
    }

    /// <summary>Sends the page, and keeps its room for the next; false when the scraper went away or took nothing for too long.</summary>
    private async Task<bool> SendAsync(HttpContext context, PageBuffer page)
    {
        try
        {
            await page.SendAsync(context.Response.BodyWriter, context.RequestAborted);
            return true;
        }
        catch (Exception e)
        {
            requests.CountEncodingError();
            if (e is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
            {
                return false;
            }

            throw;
        }
        finally
        {
            _buffers.Add(page);
        }
    }

    /// <summary>The page that was asked for; null when the answer has no body, or was given already.</summary>
    private async Task<PageBuffer?> MakeAsync(HttpContext context)
    {
        var selection = CollectorSelection.All;
        if (context.Request.QueryString.HasValue)
        {
            var query = context.Request.Query;
            selection = CollectorSelection.Parse([.. query["collect[]"].OfType<string>()], [.. query["exclude[]"].OfType<string>()], runner.Names, Known, out var error);
            if (selection is null)
            {
                await PlainText.WriteAsync(context, StatusCodes.Status400BadRequest, error + "\n");
                return null;
            }
        }

        var headers = context.Request.Headers;
        var contentType = ContentNegotiation.Choose(headers.Accept.ToString());
        var deadline = ScrapeDeadline.From(headers[TimeoutHeader]);
        var started = time.GetTimestamp();
        using var scrape = await runner.ScrapeAsync(selection, deadline, context.RequestAborted);
        requests.CountCollection(time.GetElapsedTime(started));
        CountConflicts(scrape.Page);
        context.Response.ContentType = contentType.Header;
        context.Response.Headers.Vary = "Accept, Accept-Encoding";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return null;
        }

        var compressed = ContentNegotiation.AcceptsGzip(headers.AcceptEncoding.ToString());
        if (compressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        if (!_buffers.TryTake(out var buffer))
        {
            buffer = new PageBuffer();
        }

        try
        {
            buffer.Write(scrape.Page, contentType.Format, compressed);
            return buffer;
        }
        catch
        {
            requests.CountEncodingError();
            throw;
        }
    }

    private void CountConflicts(Page page)
    {
        if (page.Conflicts.Count > 0)
        {
            requests.CountGatheringError();
        }

        _conflicts.Write(page);
    }
}
