using System.CommandLine;
using System.CommandLine.Invocation;
using Exporters.Hosting;

namespace Exporters.Commands;

/// <summary><c>--version</c>: version, revision, runtime and platform on one line.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        Console.Out.WriteLine(
            $"exporters {BuildInfo.Version} (revision {BuildInfo.Revision}, .NET {Environment.Version}, {BuildInfo.Platform})");
        return 0;
    }
}
