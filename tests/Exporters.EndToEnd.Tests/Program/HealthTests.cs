using System.Security.Cryptography.X509Certificates;
using Exporters.Testing;

namespace Exporters.EndToEnd.Tests.Program;

/// <summary><c>exporters health</c> beside a process that runs, and where none does.</summary>
[TestFixture]
public sealed class HealthTests
{
    [Test]
    public async Task A_running_process_is_healthy_and_becomes_ready()
    {
        await using var program = RunningProgram.Start("serve", "--web.listen-address=127.0.0.1:0");
        var address = await program.AddressAsync();
        var listen = $"--web.listen-address={address.Authority}";

        var (exitCode, output, error) = await RunningProgram.RunAsync("health", listen);

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Is.EqualTo($"http://{address.Authority}/health: healthy\n"));
        Assert.That(() => RunningProgram.RunAsync("health", "--ready", listen).GetAwaiter().GetResult().ExitCode, Is.Zero.After(30_000, 500));
    }

    [Test]
    public async Task Where_nobody_listens_it_is_one_line_and_exit_1()
    {
        using var taken = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        taken.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)); // bound, so that it is nobody else's, and not listening

        var (exitCode, output, error) = await RunningProgram.RunAsync("health", $"--web.listen-address={taken.LocalEndPoint}");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Is.Empty);
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(error, Does.Contain(taken.LocalEndPoint!.ToString()).And.Contain("refused").And.Contain("--web.listen-address"));
    }

    [Test]
    public async Task A_file_that_was_broken_since_does_not_make_the_process_ill()
    {
        await using var program = RunningProgram.Start("serve", "--web.listen-address=127.0.0.1:0");
        var address = await program.AddressAsync();
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"broken-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, $"server: {{ listen: [\"{address.Authority}\"], no_such_key: 1 }}\n");

        var (exitCode, output, error) = await RunningProgram.RunAsync("health", $"--config.file={file}");
        File.Delete(file);

        Assert.That(exitCode, Is.Zero, error);
        Assert.That(output, Does.EndWith("/health: healthy\n"));
    }

    [TestCase("RequireAndVerifyClientCert", "answers, and asks for a certificate\n")]
    [TestCase("NoClientCert", "answers, and asks for a password\n")]
    public async Task A_process_that_asks_for_a_password_or_a_certificate_is_well(string auth, string said)
    {
        var directory = Directory.CreateTempSubdirectory("health-web-").FullName;
        using var authority = TestCertificates.Authority();
        using var server = TestCertificates.Issued(authority, "CN=server");
        await File.WriteAllTextAsync(Path.Combine(directory, "server.pem"), server.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(directory, "server.key"), server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        var file = Path.Combine(directory, "web.yml");
        await File.WriteAllTextAsync(file, $$"""
            tls_server_config: { cert_file: server.pem, key_file: server.key, client_auth_type: {{auth}} }
            basic_auth_users: { prometheus: $2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi }
            """);
        try
        {
            await using var program = RunningProgram.Start("serve", "--web.listen-address=127.0.0.1:0", $"--web.config.file={file}");
            var address = await program.AddressAsync();

            var (exitCode, output, error) = await RunningProgram.RunAsync("health", $"--web.listen-address={address.Authority}", $"--web.config.file={file}");

            Assert.That(exitCode, Is.Zero, error);
            Assert.That(output, Is.EqualTo($"https://{address.Authority}/health: {said}"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Test]
    public async Task A_web_configuration_that_is_wrong_ends_the_start_with_its_place()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"web-{Guid.NewGuid():N}.yml");
        await File.WriteAllTextAsync(file, "basic_auth_users: { prometheus: secret }\n");

        var (exitCode, _, error) = await RunningProgram.RunAsync("serve", "--web.listen-address=127.0.0.1:0", $"--web.config.file={file}");
        File.Delete(file);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error, Does.StartWith($"{file}:1:33: basic_auth_users.prometheus: must be a bcrypt hash"));
    }
}
