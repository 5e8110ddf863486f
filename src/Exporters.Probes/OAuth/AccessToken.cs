using System.Text.Json;
using Exporters.Probes.Modules;

namespace Exporters.Probes.OAuth;

/// <summary>A token as a token endpoint answers it, RFC 6749 5.1.</summary>
/// <param name="Authorization">The <c>Authorization</c> header.</param>
/// <param name="Lifetime">How long it is good; null when the endpoint did not say.</param>
internal sealed record AccessToken(string Authorization, TimeSpan? Lifetime)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FormatException">There is no token in it.</exception>
    public static AccessToken Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var token = Text(json.RootElement, "access_token");
            if (string.IsNullOrEmpty(token))
            {
                throw new FormatException("its answer has no access_token");
            }

            var authorization = $"{Scheme(Text(json.RootElement, "token_type"))} {token}";
            return HeaderNodes.IsValue(authorization)
                ? new AccessToken(authorization, Seconds(json.RootElement))
                : throw new FormatException("its answer has a line break or another control character in token_type or access_token");
        }
        catch (JsonException e)
        {
            throw new FormatException($"its answer is no JSON: {e.Message}", e);
        }
    }

    /// <summary>What an answer says of a failure, RFC 6749 5.2; empty when nothing.</summary>
    public static string Fault(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var (error, description) = (Text(json.RootElement, "error"), Text(json.RootElement, "error_description"));
            return error is null ? "" : description is null ? $", {error}" : $", {error}: {description}";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Scheme(string? type) =>
        string.IsNullOrEmpty(type) || type.Equals("bearer", StringComparison.OrdinalIgnoreCase) ? "Bearer" : type;

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>A number, or, with some endpoints, a number as text.</summary>
    private static TimeSpan? Seconds(JsonElement answer)
    {
        if (!answer.TryGetProperty("expires_in", out var value))
        {
            return null;
        }

        double seconds;
        var isNumber = value.ValueKind == JsonValueKind.Number
            ? value.TryGetDouble(out seconds)
            : double.TryParse(Text(answer, "expires_in"), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out seconds);
        return isNumber && seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)) : null;
    }
}
