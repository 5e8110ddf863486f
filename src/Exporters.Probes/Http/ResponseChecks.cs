using System.Text.Json;
using Exporters.Probes.Cel;
using Exporters.Probes.Modules;

namespace Exporters.Probes.Http;

/// <summary>What a module demands of a response.</summary>
internal static class ResponseChecks
{
    /// <summary>What is wrong with the headers; null when nothing is.</summary>
    /// <exception cref="Results.ProbeException">The time was up before that was clear.</exception>
    public static string? Headers(HttpResponseMessage response, HttpModule module, ProbeRun run)
    {
        foreach (var match in module.FailIfHeaderMatches)
        {
            if (Missing(response, match, out var values) is { } missing)
            {
                return missing;
            }

            if (values.Any(value => run.IsMatch(match.Pattern, value)))
            {
                return $"the header {match.Header} matches \"{match.Pattern}\"";
            }
        }

        foreach (var match in module.FailIfHeaderNotMatches)
        {
            if (Missing(response, match, out var values) is { } missing)
            {
                return missing;
            }

            if (values.Count > 0 && !values.Any(value => run.IsMatch(match.Pattern, value)))
            {
                return $"the header {match.Header} does not match \"{match.Pattern}\"";
            }
        }

        return null;
    }

    /// <summary>What is wrong with the body; null when nothing is.</summary>
    /// <exception cref="Results.ProbeException">The time was up before that was clear.</exception>
    public static string? Body(string body, HttpModule module, ProbeRun run)
    {
        foreach (var pattern in module.FailIfBodyMatches)
        {
            if (run.IsMatch(pattern, body))
            {
                return $"the body matches \"{pattern}\"";
            }
        }

        foreach (var pattern in module.FailIfBodyNotMatches)
        {
            if (!run.IsMatch(pattern, body))
            {
                return $"the body does not match \"{pattern}\"";
            }
        }

        return null;
    }

    /// <summary>What is wrong with the body as JSON; null when nothing is.</summary>
    /// <exception cref="OperationCanceledException">The probe's time is up.</exception>
    public static string? Json(string body, HttpModule module, ProbeRun run, CancellationToken cancel)
    {
        CelProgram? current = null;
        try
        {
            var value = CelProgram.Body(body);
            current = module.FailIfJsonMatches;
            if (current?.IsMatch(value, run.IsMatch, cancel) == true)
            {
                return $"the body is as \"{current}\" says";
            }

            current = module.FailIfJsonNotMatches;
            return current?.IsMatch(value, run.IsMatch, cancel) == false ? $"the body is not as \"{current}\" says" : null;
        }
        catch (JsonException e)
        {
            return $"the body is no JSON: {e.Message}";
        }
        catch (CelException e)
        {
            return $"\"{current}\" cannot be decided for the body, {e.Text}";
        }
    }

    /// <summary>The version as the peer prints it: <c>HTTP/1.1</c>, <c>HTTP/2.0</c>.</summary>
    public static string Version(HttpResponseMessage response) => $"HTTP/{response.Version.Major}.{response.Version.Minor}";

    private static string? Missing(HttpResponseMessage response, HeaderMatch match, out IReadOnlyList<string> values)
    {
        values = response.Headers.NonValidated.TryGetValues(match.Header, out var found) || response.Content.Headers.NonValidated.TryGetValues(match.Header, out found)
            ? [.. found]
            : [];
        return values.Count == 0 && !match.AllowMissing ? $"the header {match.Header} is missing" : null;
    }
}
