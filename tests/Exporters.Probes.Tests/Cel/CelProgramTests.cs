using System.Text.Json;
using Exporters.Configuration.Patterns;
using Exporters.Probes.Cel;

namespace Exporters.Probes.Tests.Cel;

internal sealed class CelProgramTests
{
    private const string Json = """
        {
          "status": "ok", "count": 3, "ratio": 0.5, "big": 9007199254740993, "isUp": true, "nothing": null, "text": "Grüße 🌍",
          "items": [ {"name": "a", "size": 1}, {"name": "b", "size": 2}, {"name": "c"} ],
          "empty": [], "numbers": [1, 2, 3.5], "nested": {"deep": {"er": [10, [20]]}}, "odd key": 1
        }
        """;

    [TestCase("body.status == 'ok'")]
    [TestCase("body.status != \"bad\" && body.count >= 3 && body.count <= 3.0")]
    [TestCase("body['odd key'] == 1 && body[\"status\"] == r'ok'")]
    [TestCase("body.items[0].name == 'a' && body.items[2]['name'] == 'c'")]
    [TestCase("body.nested.deep.er[1][0] == 20")]
    [TestCase("has(body.status) && !has(body.absent) && has(body.nested.deep) && has(body.nothing)")]
    [TestCase("'status' in body && !('absent' in body) && 2 in body.numbers && 2.0 in body.numbers && !(4 in body.numbers)")]
    [TestCase("size(body.items) == 3 && body.items.size() == 3 && size(body.empty) == 0 && size(body.nested) == 1 && size(body.text) == 7")]
    [TestCase("body.text.startsWith('Gr') && body.text.endsWith('🌍') && body.text.contains('ü') && body.text.matches('^Gr.+e') && matches(body.status, 'o')")]
    [TestCase("body.items.all(i, i.name != '') && body.items.exists(i, i.name == 'b') && body.items.exists_one(i, i.name == 'c')")]
    [TestCase("body.items.filter(i, has(i.size)).map(i, i.name) == ['a', 'b']")]
    [TestCase("body.numbers.map(n, n > 1, n * 2.0) == [4, 7]")]
    [TestCase("body.nested.exists(k, k == 'deep') && body.empty.all(x, false) && !body.empty.exists(x, true)")]
    [TestCase("body.items.all(i, body.items.exists(j, i.name == j.name && has(j.name)))")]
    [TestCase("body.ratio + 0.5 == 1.0 && body.ratio * 4.0 / 2.0 - 1.0 == 0.0 && -body.ratio < 0")]
    [TestCase("int(body.count) % 2 == 1 && int(body.count) / 2 == 1 && 7 % -1 == 0 && uint(body.count) == 3u")]
    [TestCase("string(body.count) == '3' && string(body.ratio) + '!' == '0.5!' && double('1e3') == 1000 && bool('true') && int('-12') == -12")]
    [TestCase("body.isUp ? body.count == 3 : false")]
    [TestCase("(body.count > 5 ? 'many' : body.count > 2 ? 'some' : 'few') == 'some'")]
    [TestCase("body.nothing == null && body.status != null && body.count != 'three'")]
    [TestCase("type(body.status) == string && type(body.count) == double && type(1) == int && type(body) == map && type(body.nothing) == null_type")]
    [TestCase("{'a': [1, 2], 'b': {}}.a[1] == 2 && {1: 'x'}[1.0] == 'x' && [1] + [2u] == [1.0, 2]")]
    [TestCase("0x10 == 16 && .5 == 0.5 && 1e2 == 100 && -9223372036854775808 < 0 && 18446744073709551615u > 0 && 9223372036854775807 < 1e19")]
    [TestCase("'\\x41\\u0042\\103\\n' == \"AB\" + 'C\\n' && '''a'b''' == \"a'b\" && r'\\d' == '\\\\d'")]
    [TestCase("body.absent == 1 || body.count == 3", Description = "what decides makes up for what has no value")]
    [TestCase("body.count == 3 || body.absent == 1")]
    [TestCase("!(body.absent == 1 && false)")]
    [TestCase("body.items.exists(i, i.size == 2)", Description = "although the last one has no size")]
    [TestCase("!!body.isUp && // to the end of the line\n body.isUp")]
    [TestCase("body.big > 9007199254740991 && 'b' > 'a' && true > false && !(1 < 0.0 / 0.0)")]
    public void What_is_so_is_so(string expression) => Assert.That(Evaluate(expression), Is.True, expression);

    [TestCase("body.status", "at character 1: must be a bool, is string")]
    [TestCase("body.absent == 1", "at character 6: no such key: absent")]
    [TestCase("body.items[7].name == ''", "at character 12: no element 7 in a list of 3")]
    [TestCase("body.status.x == 1", "at character 13: string has nothing at string x")]
    [TestCase("body.count + 1 == 4.0", "at character 12: there is no double + int; numbers of JSON are doubles: write 1.0, or int(x)")]
    [TestCase("body.status > 1", "at character 13: there is no string > int")]
    [TestCase("9223372036854775807 + 1 > 0", "at character 21: integer overflow")]
    [TestCase("1 / 0 == 1", "at character 3: division by zero")]
    [TestCase("1 % 0 == 1", "at character 3: modulus by zero")]
    [TestCase("size(body.count) == 1", "at character 1: double has no size")]
    [TestCase("int(body.status) == 1", "at character 1: string \"ok\" cannot become int")]
    [TestCase("body.count.all(x, true)", "at character 12: double has no elements")]
    [TestCase("body.items.all(i, i.size > 0)", "at character 21: no such key: size")]
    [TestCase("body.count.contains('3')", "at character 12: contains compares two strings, got double and string")]
    [TestCase("body.count && true", "at character 1: must be a bool, is double")]
    [TestCase("body.status ? true : false", "at character 1: must be a bool, is string")]
    [TestCase("body.numbers.map(a, body.numbers.map(b, body.numbers.map(c, body.numbers))).map(x, x.y) == []", "at character 86: list has nothing at string y")]
    public void What_has_no_value_is_told_with_its_place(string expression, string text) =>
        Assert.That(() => Evaluate(expression), Throws.TypeOf<CelException>().With.Property("Text").EqualTo(text));

    [TestCase("", "at character 1: a value is expected, got the end")]
    [TestCase("body.status = 'ok'", "at character 13: '=' belongs to nothing")]
    [TestCase("body.status == 'ok", "at character 16: this text has no end")]
    [TestCase("body.status == 'a\\q'", "at character 18: no such escape in a text")]
    [TestCase("(body.x", "at character 8: \")\" is expected, got the end")]
    [TestCase("body.x body.y", "at character 8: nothing more is expected, got \"body\"")]
    [TestCase("status == 'ok'", "at character 1: there is no status; the response is called body")]
    [TestCase("body.x.startswith('a')", "at character 8: the function startswith is not supported; did you mean startsWith?")]
    [TestCase("timestamp(body.at) < timestamp('2026-01-01T00:00:00Z')", "at character 1: the function timestamp is not supported; there are contains, startsWith, endsWith, matches, size, int, uint, double, string, bool, dyn, type")]
    [TestCase("body.x.size(1) == 1", "at character 8: must be size(x) or x.size()")]
    [TestCase("contains(body.x, 'a')", "at character 1: must be x.contains(y)")]
    [TestCase("has(body)", "at character 1: must be has(x.field)")]
    [TestCase("has(body['x'])", "at character 1: must be has(x.field)")]
    [TestCase("body.all(x)", "at character 11: \",\" is expected, got \")\"")]
    [TestCase("body.all(x, y)", "at character 13: there is no y; the response is called body")]
    [TestCase("body.all(x, true, true)", "at character 6: must be x.all(element, condition)")]
    [TestCase("body.x.matches('[')", "at character 16: not a regular expression at character 1: a bracket that is not closed, in \"[\"")]
    [TestCase("body.x == b'a'", "at character 11: bytes are not supported")]
    [TestCase("body.?x == 1", "at character 6: a name is expected, got \"?\"")]
    [TestCase("99999999999999999999 > 1", "at character 1: 99999999999999999999 is no number, or too great")]
    [TestCase("9223372036854775808 > 1", "at character 1: 9223372036854775808 is no number, or too great")]
    public void What_is_no_expression_is_told_with_its_place(string expression, string text) =>
        Assert.That(() => new CelProgram(expression), Throws.TypeOf<CelException>().With.Property("Text").EqualTo(text));

    [Test]
    public void Nesting_has_an_end()
    {
        foreach (var bottomless in new[] { new string('(', 100_000), new string('[', 100_000), new string('!', 100_000), string.Concat(Enumerable.Repeat("body[", 100_000)) })
        {
            Assert.That(() => new CelProgram(bottomless), Throws.TypeOf<CelException>().With.Message.EqualTo("is nested too deep"));
        }
    }

    [Test]
    public void A_loop_ends_with_the_probe_and_never_goes_on_for_ever()
    {
        var body = CelProgram.Body($"[{string.Join(',', Enumerable.Repeat("1", 4000))}]");
        var program = new CelProgram("body.all(a, body.all(b, true))");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.That(() => program.IsMatch(body, Matches, cancel.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(
            () => program.IsMatch(body, Matches, CancellationToken.None),
            Throws.TypeOf<CelException>().With.Message.EqualTo("takes more than 10000000 steps on this body"));
    }

    [TestCase("no json")]
    [TestCase("{\"a\": 1} x")]
    [TestCase("")]
    public void Only_json_is_a_body(string text) => Assert.That(() => CelProgram.Body(text), Throws.InstanceOf<JsonException>());

    private static bool Evaluate(string expression) => new CelProgram(expression).IsMatch(CelProgram.Body(Json), Matches, CancellationToken.None);

    private static bool Matches(Pattern pattern, string text) => pattern.IsMatch(text);
}
