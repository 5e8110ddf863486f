using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Exporters.Commands.Help;

/// <summary>
/// What <c>--help</c> and <c>--help-all</c> print: the ten options that most people need, or all of them in groups.
/// </summary>
internal static class HelpText
{
    private const string All = "--help-all";

    /// <summary>The options that most people need, in this order.</summary>
    private static readonly string[] First =
    [
        "--config.file", "--web.listen-address", "--web.config.file", "--web.telemetry-path", "--path.rootfs", "--collector.disable-defaults",
        "--collector.textfile.directory", "--collector.filesystem.mount-points-exclude", "--collector.systemd.unit-include", "--log.level",
    ];

    /// <summary>The groups of settings, by the beginning of their names; the first that fits takes an option.</summary>
    private static readonly (string Title, Func<string, bool> Fits)[] Groups =
    [
        ("The program", name => !name.StartsWith("--collector.", StringComparison.Ordinal) && !name.StartsWith("--systemd.", StringComparison.Ordinal)),
        ("Collectors, each with --no-collector.NAME", name => name.Count(c => c == '.') == 1 && name.StartsWith("--collector.", StringComparison.Ordinal)),
        ("Settings of collectors", name => name.StartsWith("--collector.", StringComparison.Ordinal)),
        ("Settings under systemd_exporter's names", _ => true),
    ];

    /// <summary>The help of a command.</summary>
    /// <param name="root">The program.</param>
    /// <param name="command">The command, or the program itself.</param>
    /// <param name="all">Whether every setting is listed.</param>
    public static string Of(RootCommand root, Command command, bool all)
    {
        var text = new StringBuilder();
        var isRoot = ReferenceEquals(root, command);
        text.Append(command.Description).Append("\n\nUsage: exporters ").Append(isRoot ? "[command]" : command.Name);
        foreach (var argument in command.Arguments)
        {
            text.Append(" [").Append(argument.Name).Append("...]");
        }

        text.Append(" [options]\n");
        if (isRoot)
        {
            Title(text, "Commands");
            var width = root.Subcommands.Max(known => known.Name.Length);
            foreach (var known in root.Subcommands)
            {
                text.Append("  ").Append(known.Name.PadRight(width)).Append("  ").Append(known.Description).Append('\n');
            }
        }
        else if (command.Arguments.Count + command.Options.Count > 0)
        {
            Title(text, "Options of this command");
            foreach (var argument in command.Arguments)
            {
                Entry(text, argument.Name, argument.Description);
            }

            Append(text, command.Options);
        }

        AppendSettings(text, [.. root.Options.Where(option => option is not (HelpOption or VersionOption) && option.Name != All && !option.Hidden)], all);
        return text.ToString();
    }

    private static void AppendSettings(StringBuilder text, Option[] settings, bool all)
    {
        if (all)
        {
            var groups = settings.GroupBy(option => Array.FindIndex(Groups, group => group.Fits(option.Name))).OrderBy(group => group.Key);
            foreach (var group in groups)
            {
                Title(text, Groups[group.Key].Title);
                Append(text, group);
            }
        }
        else
        {
            Title(text, "Settings that most people need");
            Append(text, First.Select(name => settings.First(option => option.Name == name)));
        }

        Title(text, "More");
        Entry(text, "--version", "Version, revision, runtime and platform.");
        Entry(text, "--help, -h, -?", "This, of a command: exporters COMMAND --help.");
        Entry(text, All, all ? "This." : $"Every setting in groups, {settings.Length} of them. Each is also a variable EXPORTERS_… and a key of the file.");
    }

    private static void Title(StringBuilder text, string title) => text.Append('\n').Append(title).Append(":\n");

    private static void Append(StringBuilder text, IEnumerable<Option> options)
    {
        foreach (var option in options.Where(option => !option.Hidden))
        {
            Entry(text, option.HelpName is { } value ? $"{option.Name} <{value}>" : option.Name, option.Description);
        }
    }

    private static void Entry(StringBuilder text, string name, string? description) =>
        text.Append("  ").Append(name).Append("\n        ").Append(description).Append('\n');
}
