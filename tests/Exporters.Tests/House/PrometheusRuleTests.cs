using System.Diagnostics;

namespace Exporters.Tests.House;

/// <summary>
/// deploy/kubernetes/prometheusrules.yaml holds the rule files as they are. With <c>UPDATE_GOLDEN=1</c> in the environment it is
/// rewritten.
/// </summary>
[TestFixture]
public sealed class PrometheusRuleTests
{
    [Test]
    public async Task The_rules_for_Kubernetes_are_those_of_Prometheus()
    {
        var directory = Path.Combine(Repository.Root, "deploy", "kubernetes");
        var file = Path.Combine(directory, "prometheusrules.yaml");
        using var script = Process.Start(new ProcessStartInfo("bash", Path.Combine(directory, "rules.sh")) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var expected = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(file, expected);
        }

        Assert.That(script.ExitCode, Is.Zero);
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(expected), "run deploy/kubernetes/rules.sh >deploy/kubernetes/prometheusrules.yaml");
    }
}
