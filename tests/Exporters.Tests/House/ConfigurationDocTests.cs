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
}
