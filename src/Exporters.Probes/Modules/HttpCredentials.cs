using System.Text;

namespace Exporters.Probes.Modules;

/// <summary>The <c>Authorization</c> header, made at each probe so that a changed file counts at once. Never shown.</summary>
internal sealed class HttpCredentials
{
    private readonly string _scheme;
    private readonly string _user;
    private readonly string _secret;
    private readonly bool _isUserFile;
    private readonly bool _isSecretFile;

    private HttpCredentials(string scheme, string user, bool isUserFile, string secret, bool isSecretFile)
    {
        _scheme = scheme;
        _user = user;
        _isUserFile = isUserFile;
        _secret = secret;
        _isSecretFile = isSecretFile;
    }

    /// <summary>What kind it is, for people.</summary>
    public string Scheme => _scheme;

    /// <summary>User and password, each a text or a file.</summary>
    public static HttpCredentials Basic(string user, bool isUserFile, string password, bool isPasswordFile) =>
        new("Basic", user, isUserFile, password, isPasswordFile);

    /// <summary>A token under a scheme such as <c>Bearer</c>, a text or a file.</summary>
    public static HttpCredentials Token(string scheme, string token, bool isFile) => new(scheme, "", isUserFile: false, token, isFile);

    /// <summary>The header's value for what stands before the @ of a URL.</summary>
    public static string Basic(string userInfo) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(userInfo)));

    /// <summary>The header's value.</summary>
    public string Read()
    {
        var secret = _isSecretFile ? SecretFile.Read(_secret) : _secret;
        if (_scheme != "Basic")
        {
            return $"{_scheme} {secret}";
        }

        var user = _isUserFile ? SecretFile.Read(_user) : _user;
        return "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}"));
    }
}
