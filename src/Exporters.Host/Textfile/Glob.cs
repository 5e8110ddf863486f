using Exporters.Configuration.Patterns;
using Exporters.Linux;

namespace Exporters.Host.Textfile;

/// <summary>Directories by pattern: <c>*</c> and <c>?</c> stand for characters of one name, <c>[abc]</c> and <c>[a-z]</c> for one character.</summary>
internal static class Glob
{
    /// <summary>The existing paths that match, in ordinal order.</summary>
    public static IReadOnlyList<string> Expand(string pattern)
    {
        IEnumerable<string> found = [pattern.StartsWith('/') ? "/" : ""];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = Wildcard.IsPattern(part)
                ? found.SelectMany(parent => SysFile.Names(parent.Length == 0 ? "." : parent)
                    .Where(name => Wildcard.Matches(part, name) && (name[0] != '.' || part[0] == '.')).Select(name => Join(parent, name)))
                : found.Select(parent => Join(parent, part)).Where(Path.Exists);
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static string Join(string parent, string name) => parent.Length == 0 || parent.EndsWith('/') ? parent + name : $"{parent}/{name}";
}
