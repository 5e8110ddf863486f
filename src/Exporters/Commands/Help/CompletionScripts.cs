using System.CommandLine;
using System.Text;

namespace Exporters.Commands.Help;

/// <summary>Completion for shells, written from the same commands and options that the program reads.</summary>
internal static class CompletionScripts
{
    /// <summary>Words are completed from a list by the command that stands on the line; after anything else files are offered.</summary>
    public static string Bash(RootCommand root)
    {
        var script = new StringBuilder();
        script.Append("# exporters completion bash\n_exporters() {\n");
        script.Append("  local current=${COMP_WORDS[COMP_CWORD]} words word\n");
        script.Append("  words='").Append(Words(root)).Append("'\n");
        script.Append("  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n    case $word in\n");
        foreach (var command in root.Subcommands)
        {
            script.Append("      ").Append(command.Name).Append(") words='").Append(Words(root, command)).Append("' ;;\n");
        }

        script.Append("    esac\n  done\n");
        script.Append("  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -o default -F _exporters exporters\n");
        return script.ToString();
    }

    /// <summary>The same by zsh's understanding of bash's functions.</summary>
    public static string Zsh(RootCommand root) => $"#compdef exporters\nautoload -U +X bashcompinit && bashcompinit\n{Bash(root)}";

    /// <summary>Commands and options with what they are.</summary>
    public static string Fish(RootCommand root)
    {
        var script = new StringBuilder("# exporters completion fish\n");
        foreach (var command in root.Subcommands)
        {
            script.Append("complete -c exporters -n __fish_use_subcommand -a ").Append(command.Name).Append(" -d ").Append(Quoted(command.Description)).Append('\n');
            foreach (var option in command.Options)
            {
                Append(script, option, $" -n '__fish_seen_subcommand_from {command.Name}'");
            }
        }

        foreach (var option in root.Options)
        {
            Append(script, option, "");
        }

        return script.ToString();
    }

    private static void Append(StringBuilder script, Option option, string condition)
    {
        script.Append("complete -c exporters").Append(condition).Append(" -l ").Append(option.Name.TrimStart('-'));
        script.Append(option.HelpName is null ? "" : " -r").Append(" -d ").Append(Quoted(option.Description ?? option.Name)).Append('\n');
    }

    private static string Words(RootCommand root, Command? command = null)
    {
        IEnumerable<string> own = command is null
            ? root.Subcommands.Select(known => known.Name)
            : command.Options.Select(option => option.Name).Concat(command.Name == "completion" ? ["bash", "zsh", "fish"] : []);
        return string.Join(' ', own.Concat(root.Options.Select(option => option.Name)));
    }

    private static string Quoted(string? text) => $"'{(text ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
