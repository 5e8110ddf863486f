using Exporters.Probes.Modules;

namespace Exporters.Probes.OAuth;

/// <summary>Where a token comes from before the probe itself (<c>oauth2</c>): OAuth 2.0's client credentials, RFC 6749 4.4, or a signed statement, RFC 7523.</summary>
internal sealed class OAuthOptions
{
    /// <summary>Where to ask.</summary>
    public required Uri TokenUrl { get; init; }

    /// <summary>Who asks.</summary>
    public required string ClientId { get; init; }

    /// <summary>The secret, or the key that signs; or the path of the file that holds it. Never shown.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>Whether <see cref="ClientSecret"/> is a path; the file is read at each probe.</summary>
    public bool IsSecretFile { get; init; }

    /// <summary>The statement that is signed in place of showing a secret; null for client credentials.</summary>
    public JwtAssertion? Assertion { get; init; }

    /// <summary>What for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Further fields of the request for a token.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> EndpointParams { get; init; } = [];

    /// <summary>How to get there: certificates, proxy.</summary>
    public HttpModule Way { get; init; } = new();

    /// <summary>The token, kept as long as it is good.</summary>
    public TokenStore Tokens => field ??= new TokenStore(this);
}
