using System.Text;
using System.Text.Encodings.Web;
using Exporters.Metrics.Modules;

namespace Exporters.Hosting;

/// <summary><c>/health</c> and <c>/ready</c>: JSON with one line per module.</summary>
internal sealed class HealthEndpoint(IEnumerable<IModule> modules)
{
    private readonly IModule[] _modules = [.. modules.OrderBy(module => module.Name, StringComparer.Ordinal)];

    /// <summary>200 while the process lives, 503 when a module has died.</summary>
    public Task HealthAsync(HttpContext context) => WriteAsync(context, ModuleState.Failed, "healthy", "unhealthy");

    /// <summary>200 once no module is starting any more, 503 before.</summary>
    public Task ReadyAsync(HttpContext context) => WriteAsync(context, ModuleState.Starting, "ready", "starting");

    private Task WriteAsync(HttpContext context, ModuleState bad, string goodWord, string badWord)
    {
        var good = true;
        var lines = new StringBuilder();
        foreach (var module in _modules)
        {
            var report = module.Report();
            good &= report.State != bad && (bad == ModuleState.Failed || report.State != ModuleState.Failed);
            lines.Append(lines.Length == 0 ? "" : ",\n")
                .Append("    {\"module\":\"").Append(Escape(module.Name))
                .Append("\",\"state\":\"").Append(report.State.ToString().ToLowerInvariant())
                .Append("\",\"detail\":\"").Append(Escape(report.Detail)).Append("\"}");
        }

        return PlainText.WriteAsync(
            context,
            good ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            $"{{\n  \"status\":\"{(good ? goodWord : badWord)}\",\n  \"modules\":[\n{lines}\n  ]\n}}\n",
            "application/json; charset=utf-8");
    }

    private static string Escape(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
}
