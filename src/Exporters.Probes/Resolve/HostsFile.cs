using System.Net;

namespace Exporters.Probes.Resolve;

/// <summary>The table of names of this machine, hosts(5).</summary>
internal static class HostsFile
{
    private const string DefaultPath = "/etc/hosts";

    /// <summary>The addresses that the file gives a name; none where it has no such line or cannot be read.</summary>
    public static IPAddress[] Find(string name, string path = DefaultPath)
    {
        try
        {
            return [.. File.ReadLines(path).Select(line => AddressOf(line, name)).OfType<IPAddress>()];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static IPAddress? AddressOf(string line, string name)
    {
        var words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out var address) ? address : null;
    }
}
