using System.Text;
using Exporters.Configuration;
using Exporters.Metrics.Modules;

namespace Exporters.Hosting;

/// <summary>
/// <c>/health/KIND/NAME</c>: 200 while that unit, group, container, probe or source of logs is well, 503 with the reason, 404 with the
/// nearest name. For load balancers and <c>curl -f</c>.
/// </summary>
internal sealed class ThingEndpoint(IEnumerable<IThings> things)
{
    /// <summary>The beginning of its paths, and the path that its requests count under.</summary>
    public const string Prefix = "/health/";

    /// <summary>Of a unit, which has the longest names.</summary>
    private const int LongestName = 256;

    private static readonly string[] Kinds = ["units", "groups", "containers", "probes", "logs"];

    private readonly Dictionary<string, IThings> _things = things.ToDictionary(kind => kind.Kind, StringComparer.Ordinal);

    public Task HandleAsync(HttpContext context)
    {
        var (status, text) = Answer((context.Request.Path.Value ?? "")[Prefix.Length..]);
        return PlainText.WriteAsync(context, status, text + "\n");
    }

    /// <summary>What is answered to the rest of a path, <c>units/nginx.service</c>.</summary>
    internal (int Status, string Text) Answer(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var kind = slash < 0 ? path : path[..slash];
        var name = slash < 0 ? "" : path[(slash + 1)..];
        if (!Kinds.Contains(kind))
        {
            return (StatusCodes.Status404NotFound, $"no kind \"{Safe(kind)}\": {string.Join(", ", Kinds.Select(known => $"{Prefix}{known}/NAME"))}");
        }

        if (!_things.TryGetValue(kind, out var known))
        {
            return (StatusCodes.Status404NotFound, $"no {kind} are watched here: the module is off, see /health");
        }

        if (known.Find(name) is { } health)
        {
            return (health.IsWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, health.Detail.ReplaceLineEndings(" "));
        }

        // Whoever asks for a text without end gets no advice: each known name is compared with all of it.
        var near = name.Length <= LongestName ? Nearest.To(name, known.Names) : null;
        return (StatusCodes.Status404NotFound, $"none of the {kind} is called \"{Safe(name)}\"{(near is null ? "" : $"; did you mean {near}?")}");
    }

    /// <summary>A client's text within an answer: one line, not long.</summary>
    private static string Safe(string text)
    {
        const int Longest = 100;
        var safe = new StringBuilder();
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, Longest)))
        {
            safe.Append(char.IsControl(c) ? '?' : c);
        }

        return safe.ToString();
    }
}
