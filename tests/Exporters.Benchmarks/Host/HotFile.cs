using Exporters.Linux;

namespace Exporters.Benchmarks.Host;

/// <summary>Kernel files of a captured machine, as the tests have them.</summary>
internal static class HotFile
{
    private const string Machine = "tests/Exporters.Host.Tests/Fixtures/debian-13-qemu";

    /// <summary>Fails the benchmark: a reader that leaves something out does less than it should.</summary>
    public static readonly Action<ProcFormatException> Unreadable = static problem => throw problem;

    /// <summary>The bytes of <c>proc/</c><paramref name="name"/>.</summary>
    public static byte[] Proc(string name)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var path = Path.Combine(directory.FullName, Machine, "proc", name);
            if (File.Exists(path))
            {
                return File.ReadAllBytes(path);
            }
        }

        throw new FileNotFoundException($"no {Machine}/proc/{name} above {AppContext.BaseDirectory}");
    }
}
