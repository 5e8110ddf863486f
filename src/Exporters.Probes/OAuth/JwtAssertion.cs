using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Exporters.Probes.OAuth;

/// <summary>
/// A signed statement of who asks for a token, in place of a secret: the grant <c>urn:ietf:params:oauth:grant-type:jwt-bearer</c>,
/// RFC 7523 2.1, as a JSON Web Token (RFC 7519) under an RSA signature (RFC 7518 3.3).
/// </summary>
internal sealed record JwtAssertion
{
    /// <summary>The word for <c>grant_type</c>.</summary>
    public const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>RS256, RS384 or RS512.</summary>
    public string Algorithm { get; init; } = "RS256";

    /// <summary>Which key it is, for the endpoint (<c>kid</c>); empty: nothing is said.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Who states it (<c>iss</c>); empty: the client.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>For whom it is (<c>aud</c>); empty: the endpoint's URL.</summary>
    public string Audience { get; init; } = "";

    /// <summary>Further claims, and those that replace ours: name and JSON.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Claims { get; init; } = [];

    /// <summary>Writes and signs it.</summary>
    /// <param name="options">Whose it is.</param>
    /// <param name="key">RSA key as PEM, PKCS #1 or #8, without a passphrase.</param>
    /// <param name="now">When.</param>
    /// <exception cref="ArgumentException">There is no such key in the text.</exception>
    /// <exception cref="CryptographicException">It cannot be used.</exception>
    public string Sign(OAuthOptions options, string key, DateTimeOffset now)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key);
        var text = $"{Encode(Header())}.{Encode(Payload(options, now))}";
        var hash = Algorithm switch { "RS384" => HashAlgorithmName.SHA384, "RS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        return $"{text}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(text), hash, RSASignaturePadding.Pkcs1))}";
    }

    private List<KeyValuePair<string, string>> Header()
    {
        List<KeyValuePair<string, string>> fields = [KeyValuePair.Create("alg", Quote(Algorithm)), KeyValuePair.Create("typ", Quote("JWT"))];
        if (KeyId.Length > 0)
        {
            fields.Add(KeyValuePair.Create("kid", Quote(KeyId)));
        }

        return fields;
    }

    private List<KeyValuePair<string, string>> Payload(OAuthOptions options, DateTimeOffset now)
    {
        List<KeyValuePair<string, string>> fields =
        [
            KeyValuePair.Create("iss", Quote(Issuer.Length > 0 ? Issuer : options.ClientId)),
            KeyValuePair.Create("sub", Quote(options.ClientId)),
            KeyValuePair.Create("jti", Quote(Guid.NewGuid().ToString())),
            KeyValuePair.Create("aud", Quote(Audience.Length > 0 ? Audience : options.TokenUrl.OriginalString)),
            KeyValuePair.Create("iat", Seconds(now)),
            KeyValuePair.Create("exp", Seconds(now + Lifetime)),
        ];
        if (options.Scopes.Count > 0)
        {
            fields.Add(KeyValuePair.Create("scope", Quote(string.Join(' ', options.Scopes))));
        }

        fields.RemoveAll(field => Claims.Any(own => own.Key == field.Key));
        fields.AddRange(Claims);
        return fields;
    }

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Encode(List<KeyValuePair<string, string>> fields)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (name, value) in fields)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(value);
            }

            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(output.WrittenSpan);
    }
}
