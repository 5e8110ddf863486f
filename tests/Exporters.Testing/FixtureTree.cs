using Exporters.Linux;

namespace Exporters.Testing;

/// <summary>
/// A directory that stands for a machine: <c>proc</c>, <c>sys</c>, <c>root</c> and <c>udev</c> in it are what the host would show
/// below <c>/proc</c>, <c>/sys</c>, <c>/</c> and <c>/run/udev/data</c>. Either one captured from a real machine by
/// <c>tests/capture-fixture.sh</c>, read in place, or a temporary one that a test fills, deleted with <see cref="Dispose"/>.
/// </summary>
public sealed class FixtureTree : IDisposable
{
    private readonly bool _temporary;

    private FixtureTree(string directory, bool temporary)
    {
        Directory = directory;
        _temporary = temporary;
        Paths = new HostPaths($"{directory}/proc", $"{directory}/sys", $"{directory}/root", $"{directory}/udev");
    }

    /// <summary>The directory itself.</summary>
    public string Directory { get; }

    /// <summary>The paths to give to a collector.</summary>
    public HostPaths Paths { get; }

    /// <summary>The names of the machines captured below <c>Fixtures/</c> of the test project that asks.</summary>
    public static IReadOnlyList<string> Machines =>
        [.. new DirectoryInfo(Fixtures).GetDirectories().Where(d => File.Exists($"{d.FullName}/about.txt")).Select(d => d.Name).Order(StringComparer.Ordinal)];

    /// <summary>
    /// <c>Fixtures/</c> in the sources of the test project that runs: not the copy in its output, since the trees hold symbolic
    /// links and golden pages are rewritten in place.
    /// </summary>
    public static string Fixtures { get; } = FindFixtures();

    /// <summary>The fixture of a real machine. Do not write into it.</summary>
    public static FixtureTree Machine(string name) => new(Path.Combine(Fixtures, name), temporary: false);

    /// <summary>An empty machine in a temporary directory.</summary>
    public static FixtureTree Empty()
    {
        var tree = new FixtureTree(System.IO.Directory.CreateTempSubdirectory("exporters-fixture-").FullName, temporary: true);
        foreach (var part in (string[])["proc", "sys", "root", "udev"])
        {
            System.IO.Directory.CreateDirectory($"{tree.Directory}/{part}");
        }

        return tree;
    }

    /// <summary>An empty machine but for one file.</summary>
    public static FixtureTree With(string relative, string text) => Empty().Add(relative, text);

    /// <summary>Some files of this machine in a temporary directory, to be changed.</summary>
    public FixtureTree Copy(params IReadOnlyList<string> relatives)
    {
        var copy = Empty();
        foreach (var relative in relatives)
        {
            copy.Add(relative, File.ReadAllBytes($"{Directory}/{relative}"));
        }

        return copy;
    }

    /// <summary>Writes a file, <c>proc/meminfo</c> say, with the directories above it.</summary>
    public FixtureTree Add(string relative, string text)
    {
        File.WriteAllText(Prepare(relative), text);
        return this;
    }

    /// <summary>Writes a file that need not be UTF-8.</summary>
    public FixtureTree Add(string relative, byte[] bytes)
    {
        File.WriteAllBytes(Prepare(relative), bytes);
        return this;
    }

    /// <summary>Makes a symbolic link.</summary>
    public FixtureTree Link(string relative, string target)
    {
        File.CreateSymbolicLink(Prepare(relative), target);
        return this;
    }

    /// <summary>Removes a file or a directory.</summary>
    public FixtureTree Remove(string relative)
    {
        var path = $"{Directory}/{relative}";
        if (System.IO.Directory.Exists(path))
        {
            System.IO.Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }

        return this;
    }

    /// <summary>Deletes a temporary tree.</summary>
    public void Dispose()
    {
        if (_temporary)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Directory;

    private static string FindFixtures()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (directory.GetFiles("*.csproj").Length > 0)
            {
                return Path.Combine(directory.FullName, "Fixtures");
            }
        }

        throw new DirectoryNotFoundException($"no project above {AppContext.BaseDirectory}");
    }

    private string Prepare(string relative)
    {
        var path = $"{Directory}/{relative}";
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
