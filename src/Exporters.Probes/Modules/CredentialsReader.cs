using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary><c>basic_auth</c>, <c>authorization</c>, <c>bearer_token</c> and <c>bearer_token_file</c>: at most one of them, or of <c>oauth2</c>.</summary>
internal static class CredentialsReader
{
    /// <summary>Reads them; null for none.</summary>
    public static HttpCredentials? Read(ConfigMap map)
    {
        var basic = map.Get("basic_auth");
        var authorization = map.Get("authorization");
        var token = map.Get("bearer_token");
        var tokenFile = map.Get("bearer_token_file");
        ConfigNode?[] given = [basic, authorization, token, tokenFile, map.Get("oauth2")];
        if (given.Count(node => node is not null) > 1)
        {
            given.Last(node => node is not null)!.Problem("give one of basic_auth, authorization, bearer_token, bearer_token_file and oauth2, not several");
            return null;
        }

        return basic is not null ? Basic(basic)
            : authorization is not null ? Authorization(authorization)
            : HeaderNodes.Value(token) is { } text ? HttpCredentials.Token("Bearer", text, isFile: false)
            : ModuleNodes.FilePath(tokenFile) is { } path ? HttpCredentials.Token("Bearer", path, isFile: true)
            : null;
    }

    private static HttpCredentials Basic(ConfigNode node)
    {
        var map = node.Map();
        var (user, isUserFile) = TextOrFile(map, "username");
        var (password, isPasswordFile) = TextOrFile(map, "password");
        map.RejectUnknown();
        return HttpCredentials.Basic(user, isUserFile, password, isPasswordFile);
    }

    private static HttpCredentials? Authorization(ConfigNode node)
    {
        var map = node.Map();
        var type = map.Get("type");
        var scheme = HeaderNodes.Value(type)?.Trim() is { Length: > 0 } text ? text : "Bearer";
        var (credentials, isFile) = TextOrFile(map, "credentials");
        map.RejectUnknown();
        if (scheme.Equals("basic", StringComparison.OrdinalIgnoreCase))
        {
            type!.Problem("must not be basic; use basic_auth for that");
            return null;
        }

        return HttpCredentials.Token(scheme, credentials, isFile);
    }

    private static (string Text, bool IsFile) TextOrFile(ConfigMap map, string key)
    {
        var text = map.Get(key);
        var file = map.Get(key + "_file");
        if (text is not null && file is not null)
        {
            file.Problem($"give {key} or {key}_file, not both");
        }

        return ModuleNodes.FilePath(file) is { } path ? (path, true) : (HeaderNodes.Value(text) ?? "", false);
    }
}
