using System.Text.RegularExpressions;
using Exporters.Tests.House;

namespace Exporters.Tests.Deploy;

/// <summary>What promtool does not look at in deploy/prometheus.</summary>
[TestFixture]
public sealed partial class AlertRulesTests
{
    private static readonly string[] Severities = ["critical", "warning", "info", "none"];

    private static IEnumerable<AlertRule> Alerts => AlertRule.All.Where(rule => rule.Alert is not null);

    [Test]
    public void Every_alert_tells_how_bad_it_is_what_happened_and_what_to_do()
    {
        Assert.That(Alerts.Count(), Is.GreaterThan(40));
        foreach (var rule in Alerts)
        {
            Assert.That(Severities, Does.Contain(rule.Severity), rule.Alert);
            Assert.That(rule.Annotations.Keys, Is.EquivalentTo(["summary", "description", "runbook_url"]), rule.Alert);
#pragma warning disable CA1308 // anchors are lower case
            Assert.That(rule.Annotations["runbook_url"], Is.EqualTo($"docs/runbooks.md#{rule.Alert!.ToLowerInvariant()}"), rule.Alert);
#pragma warning restore CA1308
        }
    }

    [Test]
    public void Alerts_have_different_names() =>
        Assert.That(Alerts.Select(rule => rule.Alert), Is.Unique);

    [Test]
    public void Every_alert_is_seen_to_fire_and_to_keep_quiet()
    {
        var cases = Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "prometheus", "tests"), "*.yml")
            .SelectMany(path => YamlFile.Items(YamlFile.Load(path), "tests"))
            .SelectMany(test => YamlFile.Items(test, "alert_rule_test"))
            .Select(test => (Alert: YamlFile.Text(test, "alertname"), Fires: YamlFile.Items(test, "exp_alerts").Any()))
            .ToLookup(test => test.Alert, test => test.Fires);

        Assert.That(Alerts.Where(rule => !cases[rule.Alert].Contains(true)).Select(rule => rule.Alert), Is.Empty, "no case in which it fires");
        Assert.That(Alerts.Where(rule => !cases[rule.Alert].Contains(false)).Select(rule => rule.Alert), Is.Empty, "no case in which it keeps quiet");
        Assert.That(cases.Select(test => test.Key).Except(Alerts.Select(rule => rule.Alert)), Is.Empty, "cases of alerts that do not exist");
    }

    [Test]
    public void Every_alert_has_its_section_in_the_runbooks_and_every_section_its_alert()
    {
        var sections = Section().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "runbooks.md"))).Select(match => match.Groups["name"].Value);
        Assert.That(sections, Is.EquivalentTo(Alerts.Select(rule => rule.Alert)));
    }

    [Test]
    public void Rules_ask_only_for_metrics_that_somebody_publishes()
    {
        var unknown = from rule in AlertRule.All
            from name in PromExpression.Names(rule.Expression)
            where !KnownMetrics.Contains(name)
            select $"{rule.File}: {rule.Alert ?? rule.Record}: {name}";
        Assert.That(unknown, Is.Empty);
    }

    [TestCase("sum by (a, b) (rate(x_total{c=~\"d(e)\"}[5m])) / on (a) group_left (f) y > bool 2e3", "x_total y")]
    [TestCase("predict_linear(x[6h:1m] offset 5m, 3600) < 0 and time() - y_seconds == inf", "x y_seconds")]
    [TestCase("histogram_quantile(0.95, sum(rate(h_bucket{a=\"}\", b='x'}[$__rate_interval])) by (le))", "h_bucket")]
    public void Names_are_found_in_expressions(string expression, string names) =>
        Assert.That(PromExpression.Names(expression), Is.EqualTo(names.Split(' ')));

    [GeneratedRegex(@"^### (?<name>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
