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
}
