using System.CommandLine;
using Exporters.Logs.Runs;

namespace Exporters.Commands;

/// <summary><c>--print[=json|attributes]</c> and the names of sources behind it, of <c>exporters logs</c>.</summary>
internal sealed class PrintOptions
{
    private readonly Option<string?> _print = new("--print")
    {
        Description = "Print parsed lines to standard output instead of sending them: for people, with their attributes, or as OTLP/JSON. Needs no receiver and keeps no state.",
        HelpName = "attributes|json",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "With --print: docker, journald, or names of configured sources; all configured ones if none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_print);
        command.Arguments.Add(_sources);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_sources) is [var first, ..] && result.GetResult(_print) is null)
            {
                result.AddError($"\"{first}\" is not an option; names of sources go with --print");
            }
        });
    }

    /// <summary>What was asked for; null when nothing is to be printed.</summary>
    public Print? Read(ParseResult parsed)
    {
        if (parsed.GetResult(_print) is null)
        {
            return null;
        }

        var sources = parsed.GetValue(_sources) ?? [];
        return parsed.GetValue(_print) switch
        {
            null or "text" => new Print(PrintFormat.Text, sources),
            "attributes" => new Print(PrintFormat.Attributes, sources),
            "json" => new Print(PrintFormat.Json, sources),

            // "--print docker": the first name stands where a format may.
            var name => new Print(PrintFormat.Text, [name, .. sources]),
        };
    }

    /// <summary>What is to be printed.</summary>
    /// <param name="Format">How.</param>
    /// <param name="Sources">Names of sources; none for all configured ones.</param>
    internal sealed record Print(PrintFormat Format, IReadOnlyList<string> Sources);
}
