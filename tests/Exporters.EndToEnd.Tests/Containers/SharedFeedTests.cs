using Exporters.EndToEnd.Tests.Program;
using Exporters.Testing.FakeDocker;

namespace Exporters.EndToEnd.Tests.Containers;

internal sealed class SharedFeedTests
{
    [Test, CancelAfter(120_000)]
    public async Task Metrics_and_logs_of_containers_ask_a_daemon_once(CancellationToken cancellation)
    {
        await using var daemon = new FakeDockerDaemon();
        var container = new FakeContainer { Id = FakeContainer.IdOf(1), Name = "web", LogDriver = "none" };
        daemon.Add(container);
        var directory = Directory.CreateTempSubdirectory("shared-feed-").FullName;
        try
        {
            var config = Path.Combine(directory, "exporters.yaml");
            await File.WriteAllTextAsync(
                config,
                $$"""
                host: { enabled: false }
                systemd: { enabled: false }
                containers: { enabled: true, endpoint: "{{daemon.Endpoint}}" }
                logs:
                  state_dir: {{directory}}
                  otlp: { endpoint: "http://127.0.0.1:9/v1/logs" }
                  sources:
                    - { type: docker, endpoint: "{{daemon.SocketPath}}" }
                """,
                cancellation);
            await using var program = RunningProgram.Start($"--config.file={config}", "--web.listen-address=127.0.0.1:0");
            using var client = new HttpClient { BaseAddress = await program.AddressAsync() };
            while (!program.Error.Contains("The log of container web is not followed", StringComparison.Ordinal)
                || !(await client.GetStringAsync("metrics", cancellation)).Contains("container_state{", StringComparison.Ordinal))
            {
                await Task.Delay(20, cancellation);
            }

            daemon.Emit("pause", container, 1);
            await daemon.RequestedAsync($"/containers/{container.Id}/json", times: 2);
            Assert.That(daemon.Listeners, Is.EqualTo(1));
            Assert.That(daemon.Requests.Count(request => request.StartsWith("/version", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(daemon.Requests.Count(request => request.Contains("/events", StringComparison.Ordinal)), Is.EqualTo(1));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
