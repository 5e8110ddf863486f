using System.Text.RegularExpressions;

namespace Exporters.Tests.House;

/// <summary>docs/migrating.md names no flag of this program that it does not have.</summary>
[TestFixture]
public sealed class MigratingDocTests
{
    [Test]
    public void Every_flag_of_the_right_hand_columns_is_one_of_ours()
    {
        var known = AppConfigReader.AllSettings.Select(setting => "--" + setting.Name)
            .Concat(["--stdin", "--service", "--no-collector.systemd", "--no-collector.systemd_units"])
            .ToHashSet(StringComparer.Ordinal);
        var named = File.ReadLines(Path.Combine(Repository.Root, "docs", "migrating.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split(" | ", 2)[^1])
            .SelectMany(cell => Regex.Matches(cell, "--[a-z][a-z0-9._-]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.That(named, Has.Count.GreaterThan(20));
        Assert.That(named.Where(flag => !known.Contains(flag)), Is.Empty);
    }
}
