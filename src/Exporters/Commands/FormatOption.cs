using System.CommandLine;

namespace Exporters.Commands;

/// <summary><c>--format text|json</c>, of commands that report to people and programs.</summary>
internal static class FormatOption
{
    public const string Json = "json";

    public static Option<string> Create()
    {
        var option = new Option<string>("--format") { Description = "text for people, json for programs.", HelpName = "text|json", DefaultValueFactory = static _ => "text" };
        option.AcceptOnlyFromAmong("text", Json);
        return option;
    }
}
