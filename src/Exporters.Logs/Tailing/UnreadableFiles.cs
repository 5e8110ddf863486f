using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Tailing;

/// <summary>Files and directories that match and cannot be read. Each is said once, and again when it could be read in between.</summary>
internal sealed partial class UnreadableFiles(ILogger logger)
{
    private HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Each path once, with the bounded reason.</summary>
    public IReadOnlyList<(string Path, string Reason)> All { get; private set; } = [];

    /// <summary>What a discovery found.</summary>
    public void Set(IReadOnlyList<(string Path, string Reason)> found)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var all = new List<(string Path, string Reason)>();
        foreach (var (path, reason) in found)
        {
            if (!paths.Add(path))
            {
                continue; // several patterns lead to it
            }

            all.Add((path, reason));
            if (!_said.Contains(path))
            {
                Log.Unreadable(logger, path, reason, Advice(path, reason));
            }
        }

        _said = paths;
        All = all;
    }

    private static string Advice(string path, string reason) => reason == "denied"
        ? $"run as root, or: setfacl -m u:{Environment.UserName}:{(Directory.Exists(path) ? "rx" : "r")} {path}"
        : "its disk or network file system does not give it: see dmesg";

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path} cannot be read ({Reason}); {Advice}")]
        public static partial void Unreadable(ILogger logger, string path, string reason, string advice);
    }
}
