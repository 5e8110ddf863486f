using Exporters.Hosting;

namespace Exporters.Web;

/// <summary>Stands before every page: the configured headers, the limit of requests, and who may ask.</summary>
internal sealed class WebGate(LiveWebConfig live, RequestDelegate next)
{
    /// <summary>Answers the request, or lets it go on.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var state = live.Current;
        foreach (var (name, value) in state.Config.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (state.RateLimit?.TryTake() == false)
        {
            await PlainText.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests: rate_limit of the web configuration file.\n");
            return;
        }

        if (state.Config.Users.Count > 0
            && !await live.Passwords.IsAdmittedAsync(state.Config.Users, context.Request.Headers.Authorization.ToString(), context.RequestAborted))
        {
            context.Response.Headers.WWWAuthenticate = "Basic";
            await PlainText.WriteAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized\n");
            return;
        }

        await next(context);
    }
}
