using System.CommandLine;
using Exporters.Commands.Help;

namespace Exporters.Commands;

/// <summary><c>exporters completion bash|zsh|fish</c>: a script that completes commands and options.</summary>
internal static class CompletionCommand
{
    public static Command Create(RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script for the shell's completion: source <(exporters completion bash).");
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            Console.Out.Write(parsed.GetRequiredValue(shell) switch
            {
                "bash" => CompletionScripts.Bash(root),
                "zsh" => CompletionScripts.Zsh(root),
                _ => CompletionScripts.Fish(root),
            });
            return 0;
        });
        return command;
    }
}
