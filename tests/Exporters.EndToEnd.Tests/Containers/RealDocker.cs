using System.Diagnostics;

namespace Exporters.EndToEnd.Tests.Containers;

/// <summary>A real daemon, spoken to with the docker command; tests skip where there is none.</summary>
internal sealed class RealDocker
{
    public const string Image = "exporters-test/busybox:1.0";
    public const string CheckedImage = "exporters-test/checked:1.0";

    private readonly List<string> _made = [];

    private RealDocker(string endpoint) => Endpoint = endpoint;

    public string Endpoint { get; }

    /// <summary>The daemon of <c>EXPORTERS_TEST_DOCKER</c>; skips the test without one.</summary>
    public static RealDocker OrIgnore()
    {
        if (Environment.GetEnvironmentVariable("EXPORTERS_TEST_DOCKER") is not { Length: > 0 } endpoint)
        {
            Assert.Ignore("EXPORTERS_TEST_DOCKER is not set; tests/rigs/docker-up.sh starts a daemon and prints it");
            throw new UnreachableException();
        }

        var docker = new RealDocker(endpoint);
        if (docker.Try("version").ExitCode != 0)
        {
            Assert.Ignore($"no Docker answers at {endpoint}");
        }

        return docker;
    }

    /// <summary>Starts a container that is removed at the end; returns its id.</summary>
    public string Start(string name, string options, string image, params string[] command)
    {
        _made.Add(name);
        Try("rm", "-fv", name);
        return Run(["run", "-d", "--name", name, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), image, .. command]);
    }

    /// <summary>Runs a command of docker; fails the test when it fails.</summary>
    public string Run(params string[] arguments)
    {
        var (exitCode, output) = Try(arguments);
        Assert.That(exitCode, Is.Zero, $"docker {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public void RemoveAll()
    {
        if (_made.Count > 0)
        {
            Try(["rm", "-fv", .. _made]);
        }
    }

    private (int ExitCode, string Output) Try(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("docker", ["--host", Endpoint, .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + error.GetAwaiter().GetResult());
    }
}
