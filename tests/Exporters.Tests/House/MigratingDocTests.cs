using System.Text.RegularExpressions;
using Exporters.Commands;

namespace Exporters.Tests.House;

/// <summary>
/// docs/migrating.md names no flag of this program that it does not have, and each collector of the peer that is not here. With
/// <c>UPDATE_GOLDEN=1</c> in the environment the latter list is rewritten.
/// </summary>
[TestFixture]
public sealed class MigratingDocTests
{
    private const string ListStart = "- Collectors that are not in this version: ";
    private const int Width = 138;

    private static readonly string Page = Path.Combine(Repository.Root, "docs", "migrating.md");

    [Test]
    public void The_collectors_that_are_not_here_are_those_that_the_page_lists()
    {
        var text = File.ReadAllText(Page);
        var start = text.IndexOf(ListStart, StringComparison.Ordinal);
        var end = text.IndexOf("\n- ", start, StringComparison.Ordinal);
        var expected = Wrap(
            $"{ListStart}{string.Join(", ", PeerFlags.AbsentCollectors)}. `--collector.NAME` for one of them is an error that names it;"
            + " `--no-collector.NAME` is fulfilled. Let node_exporter run beside for it, with its own `--collector.disable-defaults`.");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Page, text[..start] + expected + text[end..]);
            return;
        }

        Assert.That(text[start..end], Is.EqualTo(expected), "UPDATE_GOLDEN=1 dotnet test tests/Exporters.Tests rewrites it");
    }

    [Test]
    public void Every_flag_of_the_right_hand_columns_is_one_of_ours()
    {
        var known = AppConfigReader.AllSettings.Select(setting => "--" + setting.Name)
            .Concat(["--stdin", "--service", "--no-collector.systemd", "--no-collector.systemd_units"])
            .ToHashSet(StringComparer.Ordinal);
        var named = File.ReadLines(Page)
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split(" | ", 2)[^1])
            .SelectMany(cell => Regex.Matches(cell, "--[a-z][a-z0-9._-]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.That(named, Has.Count.GreaterThan(20));
        Assert.That(named.Where(flag => !known.Contains(flag)), Is.Empty);
    }

    private static string Wrap(string item)
    {
        var lines = new List<string> { "" };
        foreach (var word in item.Split(' '))
        {
            if (lines[^1].Length + 1 + word.Length > Width)
            {
                lines.Add(" ");
            }

            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return string.Join('\n', lines);
    }
}
