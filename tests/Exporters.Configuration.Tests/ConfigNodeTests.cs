namespace Exporters.Configuration.Tests;

[TestFixture]
public sealed class ConfigNodeTests
{
    private ConfigReport _report = new();

    [SetUp]
    public void SetUp() => _report = new ConfigReport();

    [TestCase("a: 1m30s", 90_000)]
    [TestCase("a: 500ms", 500)]
    [TestCase("a: 1.5s", 1500)]
    [TestCase("a: 0", 0)]
    [TestCase("a: 1d", 86_400_000)]
    public void A_duration_is_read_as_Prometheus_writes_it(string yaml, double milliseconds)
    {
        Assert.That(A(yaml).Duration(TimeSpan.Zero, TimeSpan.MaxValue)?.TotalMilliseconds, Is.EqualTo(milliseconds));
        Assert.That(_report.IsValid, Is.True);
    }

    [TestCase("1MiB", 1 << 20)]
    [TestCase("64k", 65536)]
    [TestCase("1.5 KiB", 1536)]
    [TestCase("1kB", 1000)]
    [TestCase("12", 12)]
    public void A_size_is_read_with_its_unit(string text, long bytes) => Assert.That(A($"a: {text}").Bytes(0, long.MaxValue), Is.EqualTo(bytes));

    [TestCase("a: 11m", "c.yaml:1:4: a: must be between 1s and 10m, got \"11m\"")]
    [TestCase("a: soon", "c.yaml:1:4: a: must be a duration such as 500ms, 30s or 1m30s, got \"soon\"")]
    [TestCase("a: [1s]", "c.yaml:1:4: a: must be a text, got a list")]
    public void A_wrong_duration_says_where_what_and_what_would_be_right(string yaml, string problem)
    {
        Assert.That(A(yaml).Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), Is.Null);
        Assert.That(Problems, Is.EqualTo(new[] { problem }));
    }

    [TestCase("a: maybe", "c.yaml:1:4: a: must be true or false, got \"maybe\"")]
    public void A_wrong_bool_is_a_problem(string yaml, string problem)
    {
        Assert.That(A(yaml).Bool(), Is.Null);
        Assert.That(Problems, Is.EqualTo(new[] { problem }));
    }

    [Test]
    public void A_number_out_of_bounds_is_a_problem()
    {
        Assert.That(A("a: 70000").Integer(1, 65535), Is.Null);
        Assert.That(Problems, Is.EqualTo(new[] { "c.yaml:1:4: a: must be a whole number from 1 to 65535, got \"70000\"" }));
    }

    [Test]
    public void A_broken_regular_expression_says_where_it_breaks()
    {
        Assert.That(A("a: 'x('").Pattern(), Is.Null);
        Assert.That(Problems.Single(), Does.StartWith("c.yaml:1:4: a: not a regular expression at character 2: a parenthesis that is not closed"));
    }

    [Test]
    public void A_misspelt_word_names_the_nearest()
    {
        Assert.That(A("a: gzpi").OneOf("gzip", "none"), Is.Null);
        Assert.That(Problems, Is.EqualTo(new[] { "c.yaml:1:4: a: must be one of gzip, none, got \"gzpi\"; did you mean gzip?" }));
    }

    [Test]
    public void Unknown_keys_are_found_at_their_own_place_with_the_nearest_known_one()
    {
        var map = Parse("listen: x\nlisten_adress: y\nzzz: 1\n").Map();
        map.Get("listen");
        map.Get("listen_address");
        map.RejectUnknown();

        Assert.That(Problems, Is.EqualTo(new[]
        {
            "c.yaml:2:1: listen_adress: unknown key; did you mean listen_address?",
            "c.yaml:3:1: zzz: unknown key; known here: listen, listen_address",
        }));
    }

    [Test]
    public void A_single_value_is_a_list_of_one() => Assert.That(A("a: x").Texts(), Is.EqualTo(new[] { "x" }));

    [Test]
    public void Items_of_a_list_know_their_index()
    {
        A("a:\n  - true\n  - 7\n").Items()[1].Bool();

        Assert.That(Problems, Is.EqualTo(new[] { "c.yaml:3:5: a[1]: must be true or false, got \"7\"" }));
    }

    [TestCase("${SET}", "value")]
    [TestCase("x-${SET}-${UNSET:-other}-y", "x-value-other-y")]
    [TestCase("${EMPTY:-fallback}", "fallback")]
    [TestCase("$${SET}", "${SET}")]
    [TestCase("100$", "100$")]
    public void Variables_come_from_the_environment(string text, string expected) =>
        Assert.That(A($"a: '{text}'").Text(), Is.EqualTo(expected));

    [Test]
    public void A_variable_that_is_not_set_is_a_problem()
    {
        A("a: ${UNSET}").Text();

        Assert.That(Problems, Is.EqualTo(new[] { "c.yaml:1:4: a: the environment has no variable UNSET; set it, or give a default: ${UNSET:-…}" }));
    }

    [Test]
    public void A_brace_that_never_closes_is_a_problem()
    {
        A("a: ${SET").Text();

        Assert.That(Problems.Single(), Does.Contain("without \"}\""));
    }

    [TestCase("a: {x\n", "c.yaml:")]
    [TestCase("a: 'x\n", "c.yaml:1:4: ")]
    [TestCase("a:\n\t- b\n", "c.yaml:1:1: ")]
    [TestCase("a: [1\nb: 2\n", "c.yaml: ")]
    [TestCase("a: *nobody\n", "c.yaml:1:1: ")]
    public void What_is_no_YAML_is_a_problem_and_no_stack_trace(string yaml, string start)
    {
        ConfigFile.Parse(yaml, "c.yaml", _report);

        Assert.That(Problems.Single(), Does.StartWith(start).And.Contain("not YAML"));
    }

    [Test]
    public void A_key_that_stands_twice_is_a_problem()
    {
        ConfigFile.Parse("a: 1\na: 2\n", "c.yaml", _report);

        Assert.That(Problems.Single(), Does.StartWith("c.yaml:2:1: not YAML: Duplicate key"));
    }

    [Test]
    public void A_file_that_is_not_there_says_so()
    {
        ConfigFile.Load("/nonexistent/c.yaml", _report);

        Assert.That(Problems, Is.EqualTo(new[] { "/nonexistent/c.yaml: no such file" }));
    }

    [Test]
    public void An_empty_file_is_an_empty_mapping()
    {
        Assert.That(Parse("").Map().Get("a"), Is.Null);
        Assert.That(Parse("# only a comment\n").Map().Get("a"), Is.Null);
        Assert.That(_report.IsValid, Is.True);
    }

    private IEnumerable<string> Problems => _report.Problems.Select(problem => problem.ToString());

    private ConfigNode Parse(string yaml) => ConfigFile.Parse(yaml, "c.yaml", _report, name => name switch { "SET" => "value", "EMPTY" => "", _ => null })!;

    private ConfigNode A(string yaml) => Parse(yaml).Map().Get("a")!;
}
