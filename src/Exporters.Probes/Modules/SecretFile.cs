using Exporters.Probes.Results;

namespace Exporters.Probes.Modules;

/// <summary>A file that holds one value of a header: a token, a user, a password.</summary>
internal static class SecretFile
{
    /// <summary>The value, without the white space around it, the newline at the end above all.</summary>
    /// <exception cref="ProbeException">It has line breaks or other control characters within.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Read(string path)
    {
        var text = File.ReadAllText(path).Trim();
        return HeaderNodes.IsValue(text)
            ? text
            : throw new ProbeException(FailureReason.Other, $"{path} must hold one line: there are line breaks or other control characters within its text");
    }
}
