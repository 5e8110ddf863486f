namespace Exporters.Tests.House;

internal static class Repository
{
    /// <summary>The directory that holds Exporters.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Exporters.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no Exporters.sln above {AppContext.BaseDirectory}");
    }
}
