using System.Text.Json;
using System.Text.RegularExpressions;

namespace Exporters.Tests.Deploy;

/// <summary>What Grafana would refuse, or show as an empty or broken panel, in deploy/grafana/dashboards.</summary>
[TestFixture]
[TestFixtureSource(typeof(Dashboard), nameof(Dashboard.All))]
internal sealed partial class DashboardsTests(Dashboard dashboard)
{
    /// <summary>The types of panels that Grafana ships and has not given up: no graph, singlestat, table-old, worldmap.</summary>
    private static readonly string[] Types = ["row", "timeseries", "stat", "table", "bargauge", "state-timeline", "logs", "heatmap"];

    private static readonly string[] BuiltIn = ["__rate_interval", "__range", "__interval", "__auto", "__url_time_range", "__all"];

    [Test]
    public void It_has_an_address_a_name_a_description_and_a_way_to_the_others()
    {
        Assert.That(dashboard.Uid, Does.Match("^[a-z-]{1,40}$"));
        Assert.That(Dashboard.All.Select(other => other.Uid), Is.Unique);
        Assert.That(Dashboard.All.Select(other => Dashboard.Text(other.Root, "title")), Is.Unique);
        Assert.That(Dashboard.Text(dashboard.Root, "title"), Is.Not.Empty);
        Assert.That(Dashboard.Text(dashboard.Root, "description"), Is.Not.Empty);
        Assert.That(Dashboard.Items(dashboard.Root, "tags").Select(tag => tag.GetString()), Does.Contain("exporters"));
        Assert.That(Dashboard.Items(dashboard.Root, "links").Select(link => Dashboard.Text(link, "type")), Does.Contain("dashboards"));
    }

    [Test]
    public void Panels_have_numbers_of_their_own_and_lie_beside_each_other()
    {
        Assert.That(dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()), Is.Unique);
        var taken = new Dictionary<(int X, int Y), string>();
        foreach (var panel in Dashboard.Items(dashboard.Root, "panels"))
        {
            Occupy(panel, taken);
            var inside = new Dictionary<(int X, int Y), string>();
            foreach (var hidden in Dashboard.Items(panel, "panels"))
            {
                Occupy(hidden, inside);
            }
        }
    }

    [Test]
    public void Panels_are_of_known_types_and_say_what_they_show()
    {
        Assert.That(dashboard.Panels.Select(panel => Dashboard.Text(panel, "type")).Distinct(), Is.SubsetOf(Types));
        Assert.That(dashboard.Graphs.Where(panel => Dashboard.Text(panel, "title").Length == 0), Is.Empty, "without a title");
        Assert.That(dashboard.Graphs.Where(panel => Dashboard.Text(panel, "description").Length == 0).Select(Title), Is.Empty, "without a description");
        Assert.That(dashboard.Graphs.Select(Title), Is.Unique);
    }

    [Test]
    public void Numbers_have_a_unit_and_thresholds_begin_at_the_bottom()
    {
        foreach (var panel in dashboard.Graphs)
        {
            var defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
            if (Dashboard.Text(panel, "type") is "timeseries" or "bargauge")
            {
                Assert.That(Dashboard.Text(defaults, "unit"), Is.Not.Empty, Title(panel));
            }

            var steps = defaults.GetProperty("thresholds").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("value")).ToList();
            Assert.That(steps[0].ValueKind, Is.EqualTo(JsonValueKind.Null), Title(panel));
            Assert.That(steps.Skip(1).Select(value => value.GetDouble()), Is.Ordered.Ascending, Title(panel));
        }
    }

    [Test]
    public void Every_query_has_its_letter_and_a_data_source_that_is_chosen_above()
    {
        foreach (var panel in dashboard.Graphs)
        {
            var targets = Dashboard.Items(panel, "targets").ToList();
            Assert.That(targets, Is.Not.Empty, Title(panel));
            Assert.That(targets.Select(target => Dashboard.Text(target, "refId")), Is.Unique, Title(panel));
            foreach (var source in targets.Append(panel).Concat(dashboard.Variables.Where(variable => Dashboard.Text(variable, "type") == "query")))
            {
                var (type, uid) = (Dashboard.Text(source.GetProperty("datasource"), "type"), Dashboard.Text(source.GetProperty("datasource"), "uid"));
                Assert.That((type, uid), Is.EqualTo(("prometheus", "${datasource}")).Or.EqualTo(("loki", "${loki}")), Title(panel));
            }
        }
    }

    [Test]
    public void Imported_by_hand_it_asks_for_each_data_source_and_provisioned_it_needs_no_answer()
    {
        var inputs = Dashboard.Items(dashboard.Root, "__inputs").Select(input => (Dashboard.Text(input, "name"), Dashboard.Text(input, "pluginId")));
        var choosers = dashboard.Variables
            .Where(variable => Dashboard.Text(variable, "type") == "datasource")
            .Select(variable => (Dashboard.Text(variable.GetProperty("current"), "value")[2..^1], Dashboard.Text(variable, "query")));
        Assert.That(choosers, Is.EquivalentTo(inputs), "what was chosen at the import is where each variable begins");
        var rest = Inputs().Count(dashboard.Root.GetRawText()) - (2 * inputs.Count());
        Assert.That(rest, Is.Zero, "nothing but the variables may hang on the answers");
    }

    [Test]
    public void Every_variable_that_is_used_exists_and_every_one_that_exists_is_used()
    {
        var text = string.Join('\n', dashboard.Graphs.Select(panel => panel.GetRawText()).Concat(dashboard.Variables.Select(variable => variable.GetRawText())));
        var used = Variable().Matches(text).Select(match => match.Groups["name"].Value).Distinct().Where(name => !name.StartsWith("DS_", StringComparison.Ordinal)).Except(BuiltIn);
        Assert.That(used, Is.EquivalentTo(dashboard.Variables.Select(variable => Dashboard.Text(variable, "name"))));
    }

    [Test]
    public void It_lets_choose_job_and_instance() =>
        Assert.That(dashboard.Variables.Select(variable => Dashboard.Text(variable, "name")), Is.SupersetOf(["job", "instance"]));

    [Test]
    public void It_asks_only_for_metrics_that_somebody_publishes() =>
        Assert.That(dashboard.PromQl.SelectMany(PromExpression.Names).Distinct().Where(name => !KnownMetrics.Contains(name)), Is.Empty);

    [Test]
    public void Links_lead_to_dashboards_that_exist()
    {
        var targets = Link().Matches(dashboard.Root.GetRawText()).Select(match => match.Groups["uid"].Value).Distinct();
        Assert.That(targets, Is.SubsetOf(Dashboard.All.Select(other => other.Uid)));
    }

    private static void Occupy(JsonElement panel, Dictionary<(int X, int Y), string> taken)
    {
        var place = panel.GetProperty("gridPos");
        var (x, y, w, h) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
        Assert.That(x + w, Is.LessThanOrEqualTo(24), Title(panel));
        for (var cell = 0; cell < w * h; cell++)
        {
            var at = (x + (cell % w), y + (cell / w));
            Assert.That(taken.TryAdd(at, Title(panel)), Is.True, () => $"{Title(panel)} lies over {taken[at]}");
        }
    }

    private static string Title(JsonElement panel) => Dashboard.Text(panel, "title");

    [GeneratedRegex(@"(?<!\$)\$\{?(?<name>[a-zA-Z_]\w*)\b(?!\.)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\{DS_\w+\}")]
    private static partial Regex Inputs();

    [GeneratedRegex("\"/d/(?<uid>[a-z-]+)[?\"]")]
    private static partial Regex Link();
}
