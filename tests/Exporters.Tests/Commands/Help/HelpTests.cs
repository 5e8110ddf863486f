using System.CommandLine;
using System.Diagnostics;
using Exporters.Commands;
using Exporters.Commands.Help;

namespace Exporters.Tests.Commands.Help;

/// <summary><c>--help</c>, <c>--help-all</c> and <c>exporters completion</c>.</summary>
[TestFixture]
public sealed class HelpTests
{
    private readonly RootCommand _root = CommandLine.Build();

    [Test]
    public void Help_has_every_command_and_ten_settings()
    {
        var text = HelpText.Of(_root, _root, all: false);
        var settings = text[text.IndexOf("Settings that most people need", StringComparison.Ordinal)..text.IndexOf("\nMore:", StringComparison.Ordinal)];

        foreach (var command in _root.Subcommands)
        {
            Assert.That(text, Does.Contain($"\n  {command.Name} "));
        }

        Assert.That(settings.Split('\n').Count(line => line.StartsWith("  --", StringComparison.Ordinal)), Is.EqualTo(10));
        Assert.That(settings, Does.Contain("  --config.file <text>\n        The configuration file."));
    }

    [Test]
    public void All_settings_are_in_a_group_of_help_all_once()
    {
        var lines = HelpText.Of(_root, _root, all: true).Split('\n');
        var names = lines.Where(line => line.StartsWith("  --", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]).ToList();

        Assert.That(names, Is.SupersetOf(AppConfigReader.AllSettings.Select(setting => "--" + setting.Name)));
        Assert.That(names, Is.Unique);
        Assert.That(names, Has.None.StartsWith("--no-"));
    }

    [Test]
    public void A_commands_help_begins_with_its_own_options()
    {
        var text = HelpText.Of(_root, _root.Subcommands.Single(command => command.Name == "check"), all: false);

        Assert.That(text, Does.Contain("Usage: exporters check [options]").And.Contain("Options of this command:\n  --offline\n"));
    }

    [TestCase("exporters", "che", "check")]
    [TestCase("exporters check", "--off", "--offline")]
    [TestCase("exporters", "--no-collector.entr", "--no-collector.entropy")]
    [TestCase("exporters completion", "z", "zsh")]
    public async Task Bash_completes_commands_and_options(string before, string begun, string completed)
    {
        var words = before.Split(' ');
        var script = CompletionScripts.Bash(_root)
            + $"COMP_WORDS=({before} {begun}); COMP_CWORD={words.Length}; _exporters; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n";
        using var bash = Process.Start(new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        Assert.That(output.Trim(), Is.EqualTo(completed));
    }

    [Test]
    public void Fish_gets_descriptions_in_quotes_that_hold()
    {
        var script = CompletionScripts.Fish(_root);

        Assert.That(script, Does.Contain("complete -c exporters -n '__fish_seen_subcommand_from check' -l offline -d 'Ask nothing outside: the configuration alone.'\n"));
        Assert.That(script, Does.Contain("the host\\'s proc file system"));
    }
}
