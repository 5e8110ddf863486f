using Exporters.Linux;

namespace Exporters.Doctor;

/// <summary>How the program was brought to this machine.</summary>
/// <param name="RunBy">What starts it.</param>
/// <param name="User">Who it runs as when that starts it.</param>
/// <param name="Text">For people.</param>
internal sealed record Installation(RunBy RunBy, string User, string Text)
{
    private const string UnitName = "exporters.service";
    private static readonly string[] UnitDirectories = ["/etc/systemd/system", "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];

    /// <summary>Looks for a container around this process, then for the unit; the unit's own user is the one that matters.</summary>
    public static Installation Find() => Find("/", IsContained(), Environment.UserName);

    internal static Installation Find(string root, bool isContained, string user)
    {
        if (isContained)
        {
            return new Installation(RunBy.Compose, user, $"in a container, as {user}");
        }

        foreach (var directory in UnitDirectories)
        {
            var path = Path.Join(root, directory, UnitName);
            if (SysFile.Text(path) is { } unit)
            {
                var owner = IsPackaged(root) ? "the package's" : "the";
                var runsAs = UserOf(unit);
                return new Installation(RunBy.Unit, runsAs, $"{owner} unit {Path.Join(directory, UnitName)}, as {runsAs}");
            }
        }

        return new Installation(RunBy.Hand, user, $"by hand, as {user}");
    }

    private static bool IsPackaged(string root) => File.Exists(Path.Join(root, "/var/lib/dpkg/info/exporters.list"));

    private static bool IsContained() => Containment.MissingRoot(new HostPaths()) is not null || Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is not null;

    private static string UserOf(string unit) =>
        unit.Split('\n').LastOrDefault(line => line.StartsWith("User=", StringComparison.Ordinal))?["User=".Length..].Trim() is { Length: > 0 } user ? user : "root";
}
