using System.Text.RegularExpressions;
using Exporters.Configuration;
using Exporters.Logs;

namespace Exporters.Tests.House;

/// <summary>
/// docs/configuration.md has a row for every flag. With <c>UPDATE_GOLDEN=1</c> in the environment the table is rewritten.
/// </summary>
[TestFixture]
public sealed class ConfigurationDocTests
{
    private static readonly string File = Path.Combine(Repository.Root, "docs", "configuration.md");

    [Test]
    public void Every_flag_is_documented_with_its_default()
    {
        var expected = AppConfigReader.AllSettings.OrderBy(setting => setting.Name, StringComparer.Ordinal)
            .Select(setting => $"| `--{setting.Name}` | {(setting.Default.Length > 0 ? $"`{setting.Default.Replace("|", "\\|", StringComparison.Ordinal)}`" : "")} | {setting.Help.Replace("|", "\\|", StringComparison.Ordinal)} |")
            .ToList();
        var lines = System.IO.File.ReadAllLines(File);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            System.IO.File.WriteAllLines(File, lines.Where(line => !line.StartsWith("| `--", StringComparison.Ordinal)).Concat(expected));
            lines = System.IO.File.ReadAllLines(File);
        }

        Assert.That(lines.Where(line => line.StartsWith("| `--", StringComparison.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public void Every_key_of_the_log_module_is_documented()
    {
        var pages = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md")
            .Where(page => Path.GetFileName(page).StartsWith("log-", StringComparison.Ordinal) || page == File).Select(System.IO.File.ReadAllText));
        var keys = Directory.GetFiles(Path.Combine(Repository.Root, "src", "Exporters.Logs"), "*.cs", SearchOption.AllDirectories)
            .Where(source => !source.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(source => Regex.Matches(System.IO.File.ReadAllText(source), @"\.Get\(""(?<key>[a-z_]+)""\)"))
            .Select(match => match.Groups["key"].Value).Distinct().ToList();
        Assert.That(keys, Has.Count.GreaterThan(50));
        Assert.That(keys.Where(key => !Regex.IsMatch(pages, $@"\b{key}\b")), Is.Empty);
    }

    [Test]
    public void What_the_page_shows_of_logs_is_read_without_a_problem()
    {
        var report = new ConfigReport();
        var yaml = Regex.Match(System.IO.File.ReadAllText(File), "```yaml\n(?<block>logs:.*?)```", RegexOptions.Singleline).Groups["block"].Value;
        LogsConfigReader.Read(ConfigFile.Parse(yaml, "configuration.md", report)?.Map().Get("logs"), report);
        Assert.That(report.Problems.Select(problem => problem.ToString()), Is.Empty);
    }
}
