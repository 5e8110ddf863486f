using Exporters.Configuration;
using Exporters.Probes.Modules;

namespace Exporters.Probes.OAuth;

/// <summary>Reads <c>oauth2</c>.</summary>
internal static class OAuthReader
{
    private const string ClientCredentials = "client_credentials";

    /// <summary>Reads it; null for none, or when it cannot be used.</summary>
    public static OAuthOptions? Read(ConfigNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var map = node.Map();
        var id = map.Get("client_id")?.Text();
        var secret = map.Get("client_secret");
        var secretFile = map.Get("client_secret_file");
        var urlNode = map.Get("token_url");
        var url = Url(urlNode);
        var grant = map.Get("grant_type");
        var type = grant?.Text() is { Length: > 0 } text ? text : ClientCredentials;
        var isSigned = type == JwtAssertion.GrantType;
        if (!isSigned && type != ClientCredentials)
        {
            grant!.Problem($"must be {ClientCredentials} or {JwtAssertion.GrantType}, got \"{type}\"");
        }

        var assertion = JwtReader.Read(map, isSigned);
        var (key, isFile) = isSigned ? JwtReader.Key(map) : (ModuleNodes.FilePath(secretFile) ?? secret?.Text() ?? "", secretFile is not null);
        var options = new OAuthOptions
        {
            TokenUrl = url ?? new Uri("http://localhost"),
            ClientId = id ?? "",
            ClientSecret = key,
            IsSecretFile = isFile,
            Assertion = assertion,
            Scopes = map.Get("scopes")?.Texts() ?? [],
            EndpointParams = Params(map.Get("endpoint_params")),
            Way = new HttpModule { Tls = ModuleNodes.Tls(map.Get("tls_config")), Proxy = ProxyReader.Read(map) },
        };
        map.RejectUnknown();
        if (secret is not null && secretFile is not null)
        {
            secretFile.Problem("give client_secret or client_secret_file, not both");
        }

        if (string.IsNullOrEmpty(id) || urlNode is null)
        {
            node.Problem($"{(string.IsNullOrEmpty(id) ? "client_id" : "token_url")}: is missing; oauth2 needs client_id and token_url");
        }

        return string.IsNullOrEmpty(id) || url is null ? null : options;
    }

    private static Uri? Url(ConfigNode? node)
    {
        if (node?.Text() is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0)
        {
            return url;
        }

        node.Problem($"must be an http:// or https:// URL, got \"{text}\"");
        return null;
    }

    private static List<KeyValuePair<string, string>> Params(ConfigNode? node)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in node?.Entries() ?? [])
        {
            if (value.Text() is { } text)
            {
                fields.Add(KeyValuePair.Create(name, text));
            }
        }

        return fields;
    }
}
