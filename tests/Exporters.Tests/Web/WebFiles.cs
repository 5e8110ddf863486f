using System.Security.Cryptography.X509Certificates;
using Exporters.Testing;

namespace Exporters.Tests.Web;

/// <summary>A directory with a web configuration file, an authority, and certificates of a server and a client.</summary>
internal sealed class WebFiles : IDisposable
{
    /// <summary>bcrypt of <c>secret</c>, cost 4.</summary>
    public static readonly string Hash = BCrypt.Net.BCrypt.HashPassword("secret", 4);

    private readonly string _directory = Directory.CreateTempSubdirectory("web-").FullName;

    public WebFiles()
    {
        Authority = TestCertificates.Authority();
        Client = TestCertificates.Issued(Authority, "CN=prometheus");
        Renew();
        Write("client-ca.pem", Authority.ExportCertificatePem());
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Client { get; }

    /// <summary>The web configuration file.</summary>
    public string Path => System.IO.Path.Combine(_directory, "web.yml");

    /// <summary>Puts another certificate of the server in place; returns its thumbprint.</summary>
    public string Renew()
    {
        using var server = TestCertificates.Issued(Authority, "CN=server");
        Write("server.pem", server.ExportCertificatePem());
        Write("server.key", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return server.Thumbprint;
    }

    /// <summary>Writes the web configuration file by renaming, as editors and Kubernetes do.</summary>
    public void Configure(string yaml)
    {
        Write("web.yml.new", yaml);
        File.Move(Path + ".new", Path, overwrite: true);
    }

    public void Write(string name, string text) => File.WriteAllText(System.IO.Path.Combine(_directory, name), text);

    public void Dispose()
    {
        Authority.Dispose();
        Client.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
