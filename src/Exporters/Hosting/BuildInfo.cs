using System.Reflection;
using System.Runtime.InteropServices;

namespace Exporters.Hosting;

/// <summary>Which build this is.</summary>
internal static class BuildInfo
{
    private static readonly string[] Parts =
        (typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+');

    /// <summary>The version, <c>0.1.0</c> say.</summary>
    public static string Version => Parts[0];

    /// <summary>The commit it was built from; <c>unknown</c> outside a repository.</summary>
    public static string Revision => Parts.Length > 1 ? Parts[1] : "unknown";

    /// <summary><c>linux-x64</c> say.</summary>
    public static string Platform => RuntimeInformation.RuntimeIdentifier;

    /// <summary>The processor architecture under Go's name, as the peers' build info has it.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    };
}
