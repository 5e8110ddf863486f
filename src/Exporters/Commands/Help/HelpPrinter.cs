using System.CommandLine;
using System.CommandLine.Invocation;

namespace Exporters.Commands.Help;

/// <summary><c>--help</c> and <c>--help-all</c> of any command.</summary>
internal sealed class HelpPrinter(RootCommand root, bool all) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Console.Out.Write(HelpText.Of(root, parseResult.CommandResult.Command, all));
        return 0;
    }
}
