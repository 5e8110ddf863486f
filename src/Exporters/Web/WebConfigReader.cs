using Exporters.Configuration;

namespace Exporters.Web;

/// <summary>Reads a web configuration file and notes every problem; what exporter-toolkit refuses is refused.</summary>
internal static class WebConfigReader
{
    private const int MaxBurst = 1_000_000;

    /// <summary>Headers that may be set, with the values that they may have; null for any.</summary>
    private static readonly Dictionary<string, string[]?> Headers = new(StringComparer.Ordinal)
    {
        ["Content-Security-Policy"] = null,
        ["Strict-Transport-Security"] = null,
        ["X-Content-Type-Options"] = ["nosniff"],
        ["X-Frame-Options"] = ["deny", "sameorigin"],
        ["X-XSS-Protection"] = null,
    };

    /// <summary>The configuration; check the report before it is used.</summary>
    public static WebConfig Read(string path, ConfigReport report)
    {
        if (ConfigFile.Load(path, report) is not { } root)
        {
            return new WebConfig();
        }

        var map = root.Map();
        var http = map.Get("http_server_config")?.Map();
        var config = new WebConfig
        {
            Tls = map.Get("tls_server_config")?.Map() is { } tls ? ReadTls(tls) : null,
            Http2 = http?.Get("http2")?.Bool() ?? true,
            Headers = http?.Get("headers") is { } headers ? ReadHeaders(headers) : [],
            Users = map.Get("basic_auth_users") is { } users ? ReadUsers(users) : new Dictionary<string, string>(StringComparer.Ordinal),
            RateLimit = map.Get("rate_limit")?.Map() is { } limit ? ReadRateLimit(limit) : null,
        };
        http?.RejectUnknown();
        map.RejectUnknown();
        return config;
    }

    private static TlsServerConfig? ReadTls(ConfigMap map)
    {
        var (certFile, cert) = FileOrText(map, "cert_file", "cert");
        var (keyFile, key) = FileOrText(map, "key_file", "key");
        var (caFile, ca) = FileOrText(map, "client_ca_file", "client_ca");
        var authNode = map.Get("client_auth_type");
        var auth = authNode?.OneOf(Enum.GetNames<ClientAuth>()) is { } word ? Enum.Parse<ClientAuth>(word) : ClientAuth.NoClientCert;
        var sansNode = map.Get("client_allowed_sans");
        var config = new TlsServerConfig
        {
            CertFile = certFile,
            Cert = cert,
            KeyFile = keyFile,
            Key = key,
            ClientCaFile = caFile,
            ClientCa = ca,
            ClientAuth = auth,
            ClientAllowedSans = sansNode?.Texts() ?? [],
            Protocols = TlsVersions.Read(map.Get("min_version"), map.Get("max_version")),
            CipherSuites = map.Get("cipher_suites") is { } suites ? CipherSuites.Read(suites) : [],
        };
        if (map.Get("curve_preferences") is { } curves)
        {
            curves.Problem("cannot be set for this program; OpenSSL chooses (X25519, P-256 and better): remove it, or set Groups in openssl.cnf");
        }

        // Go has not looked at it since 1.17 either.
        map.Get("prefer_server_cipher_suites")?.Bool();
        map.RejectUnknown();
        Check(map, config, authNode, sansNode);
        return certFile is null && cert is null && keyFile is null && key is null && caFile is null && ca is null && authNode is null ? null : config;
    }

    private static void Check(ConfigMap map, TlsServerConfig config, ConfigNode? auth, ConfigNode? sans)
    {
        var hasCertificate = (config.CertFile ?? config.Cert) is not null;
        var hasKey = (config.KeyFile ?? config.Key) is not null;
        var hasAuthority = (config.ClientCaFile ?? config.ClientCa) is not null;
        if (!hasCertificate && (hasKey || hasAuthority || auth is not null))
        {
            map.Node.Problem("needs a certificate: cert_file or cert");
        }

        if (!hasKey && (hasCertificate || hasAuthority || auth is not null))
        {
            map.Node.Problem("needs the certificate's key: key_file or key");
        }

        if (hasAuthority && config.ClientAuth is ClientAuth.NoClientCert)
        {
            map.Node.Problem("client_ca_file has no use without client_auth_type: add RequireAndVerifyClientCert, say");
        }

        if (sans is not null && config.ClientAuth is not (ClientAuth.VerifyClientCertIfGiven or ClientAuth.RequireAndVerifyClientCert))
        {
            sans.Problem("needs client_auth_type: RequireAndVerifyClientCert or VerifyClientCertIfGiven, for only a verified certificate has names to trust");
        }

        if (hasCertificate && hasKey && map.Node.Report.IsValid)
        {
            try
            {
                TlsMaterial.Load(config).Dispose();
            }
            catch (TlsMaterialException e)
            {
                map.Node.Problem(e.Message);
            }
        }
    }

    private static (string? File, string? Text) FileOrText(ConfigMap map, string fileKey, string textKey)
    {
        var file = map.Get(fileKey);
        var text = map.Get(textKey);
        if (file is not null && text is not null)
        {
            text.Problem($"is given beside {fileKey}: remove one of them");
        }

        return (file?.Text() is { } path ? Path.GetFullPath(path, Path.GetFullPath(file.BaseDirectory)) : null, text?.Text());
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(ConfigNode node)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in node.Entries())
        {
            if (!Headers.TryGetValue(name, out var allowed))
            {
                value.Problem($"unknown header; known here: {string.Join(", ", Headers.Keys.Order(StringComparer.Ordinal))}");
            }
            else if (value.IsNull)
            {
                continue;
            }
            else if (value.Text() is { } text && (allowed is null || value.OneOf(allowed) is not null))
            {
                if (text.AsSpan().ContainsAnyInRange('\0', '\u001f'))
                {
                    value.Problem("has a line end or another control character in it");
                }

                headers.Add(new(name, text));
            }
        }

        return headers;
    }

    private static Dictionary<string, string> ReadUsers(ConfigNode node)
    {
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in node.Entries())
        {
            if (value.Text() is not { } hash)
            {
                continue;
            }

            if (!BasicAuth.IsHash(hash))
            {
                value.Problem("must be a bcrypt hash ($2a$, $2b$ or $2y$) of the password; htpasswd -nBC 10 \"\" makes one");
            }
            else if (name.Contains(':', StringComparison.Ordinal))
            {
                value.Problem("the name has a colon, which ends the name in basic authentication");
            }
            else
            {
                users[name] = hash;
            }
        }

        return users;
    }

    private static RateLimitConfig? ReadRateLimit(ConfigMap map)
    {
        var interval = map.Get("interval")?.Duration(TimeSpan.Zero, TimeSpan.FromDays(1)) ?? TimeSpan.Zero;
        var burst = map.Get("burst")?.Integer(0, MaxBurst) ?? 0;
        map.RejectUnknown();
        return interval == TimeSpan.Zero ? null : new RateLimitConfig(interval, Math.Max(1, (int)burst));
    }
}
