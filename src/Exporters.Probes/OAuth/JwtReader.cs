using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Exporters.Configuration;
using Exporters.Probes.Modules;

namespace Exporters.Probes.OAuth;

/// <summary>The part of <c>oauth2</c> that is for <see cref="JwtAssertion"/>.</summary>
internal static class JwtReader
{
    private static readonly string[] Keys =
    [
        "client_certificate_key", "client_certificate_key_file", "client_certificate_key_id", "signature_algorithm", "iss", "audience", "claims",
    ];

    /// <summary>Reads it; null when another grant is asked for.</summary>
    /// <param name="map">The section.</param>
    /// <param name="isAsked">Whether <c>grant_type</c> is this one.</param>
    public static JwtAssertion? Read(ConfigMap map, bool isAsked)
    {
        if (!isAsked)
        {
            if (Keys.Select(map.Get).FirstOrDefault(node => node is not null) is { } stray)
            {
                stray.Problem($"needs grant_type: {JwtAssertion.GrantType}");
            }

            return null;
        }

        foreach (var node in new[] { map.Get("client_secret"), map.Get("client_secret_file") })
        {
            node?.Problem($"does not go with grant_type: {JwtAssertion.GrantType}, which signs with client_certificate_key");
        }

        return new JwtAssertion
        {
            Algorithm = map.Get("signature_algorithm")?.OneOf("RS256", "RS384", "RS512") ?? "RS256",
            KeyId = map.Get("client_certificate_key_id")?.Text() ?? "",
            Issuer = map.Get("iss")?.Text() ?? "",
            Audience = map.Get("audience")?.Text() ?? "",
            Claims = [.. (map.Get("claims")?.Entries() ?? []).Select(claim => KeyValuePair.Create(claim.Key, Json(claim.Value)))],
        };
    }

    /// <summary>The key, a text or the path of a file; a problem when there is none.</summary>
    public static (string Text, bool IsFile) Key(ConfigMap map)
    {
        var text = map.Get("client_certificate_key");
        var file = map.Get("client_certificate_key_file");
        if (text is null == file is null)
        {
            (file ?? map.Node).Problem("give one of client_certificate_key and client_certificate_key_file: the RSA key that signs, as PEM");
        }

        return ModuleNodes.FilePath(file) is { } path ? (path, true) : (text?.Text() ?? "", false);
    }

    /// <summary>A value of YAML as one of JSON.</summary>
    private static string Json(ConfigNode node)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            Write(json, node);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ConfigNode node)
    {
        if (node.IsMap)
        {
            json.WriteStartObject();
            foreach (var (name, value) in node.Entries())
            {
                json.WritePropertyName(name);
                Write(json, value);
            }

            json.WriteEndObject();
        }
        else if (node.IsList)
        {
            json.WriteStartArray();
            foreach (var item in node.Items())
            {
                Write(json, item);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteScalar(json, node);
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, ConfigNode node)
    {
        var text = node.IsNull ? null : node.Text();
        if (text is null)
        {
            json.WriteNullValue();
        }
        else if (node.IsPlain && (text is "true" or "false"))
        {
            json.WriteBooleanValue(text == "true");
        }
        else if (node.IsPlain && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            json.WriteNumberValue(whole);
        }
        else if (node.IsPlain && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }
}
