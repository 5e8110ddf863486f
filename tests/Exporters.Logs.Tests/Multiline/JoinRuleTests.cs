using System.Text;
using Exporters.Configuration;
using Exporters.Logs.Multiline;

namespace Exporters.Logs.Tests.Multiline;

public sealed class JoinRuleTests
{
    private static readonly string[] Java =
    [
        "2026-11-21 09:50:00,000 [main] ERROR shop.Cart - failed\njava.lang.IllegalStateException: empty\n\tat shop.Cart.pay(Cart.java:7)\n"
        + "\tat shop.Main.main(Main.java:3)\nCaused by: java.io.IOException: gone\n\tat shop.Io.read(Io.java:1)\n\t... 2 more",
        "2026-11-21 09:50:01,000 [main] INFO shop.Cart - next",
    ];

    private static readonly string[] Dotnet =
    [
        "Unhandled exception. System.InvalidOperationException: empty\n ---> System.IO.IOException: gone\n   at Shop.Cart.Read()\n"
        + "   --- End of inner exception stack trace ---\n   at Shop.Cart.Pay() in /src/Cart.cs:line 7",
        "fail: Shop.Cart[3]\n      could not pay\n      System.Exception: x\n         at Shop.Cart.Pay()",
        "info: Shop.Cart[0]\n      ready",
    ];

    private static readonly string[] Python =
    [
        "ERROR:shop:could not pay\nTraceback (most recent call last):\n  File \"cart.py\", line 7, in pay\n    read()\nOSError: gone\n\n"
        + "During handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n"
        + "  File \"main.py\", line 3, in main\n    pay()\nValueError: empty",
        "INFO:shop:next",
    ];

    private static readonly string[] Go =
    [
        "2026/11/21 09:50:00 started",
        "panic: runtime error: index out of range [7]\n\ngoroutine 1 [running]:\nmain.pay(...)\n\t/src/main.go:7\nmain.main()\n\t/src/main.go:3 +0x1d\n"
        + "\ngoroutine 6 [select]:\nnet/http.(*Server).Serve(0xc0001, 0xc0002)\n\t/usr/go/http.go:9\ncreated by main.main\n\t/src/main.go:2\nexit status 2",
        "2026/11/21 09:50:01 started",
    ];

    private static readonly string[] Indented =
    [
        "     7:20261121:095000.123 Starting Zabbix Agent",
        "    12:20261121:095000.124 agent #0 started",
        "    2026-11-21T09:50:00.123Z [INFO]  client: ready\n    error=\n    | gone",
        "    2026-11-21T09:50:01.123Z [WARN]  client: slow",
    ];

    private static readonly string[] Node =
    [
        "TypeError: Cannot read properties of undefined\n    at pay (/app/cart.js:7:3)\n    at main (/app/main.js:3:1) {\n  code: 'E_PAY'\n}",
        "{\n  \"level\": \"error\",\n  \"list\": [\n    1\n  ]\n}",
        "{\"level\":30,\"msg\":\"next\"}",
        "{\"level\":30,\"msg\":\"after\"}",
    ];

    private static readonly string[] Unrelated =
    [
        "}", "one", "two", "ERROR three", "Error: four", "2026-11-21 09:50:00 five\n  indented goes on", "six",
    ];

    private static IEnumerable<TestCaseData> Events()
    {
        yield return new TestCaseData((object)Java).SetArgDisplayNames("Java");
        yield return new TestCaseData((object)Dotnet).SetArgDisplayNames(".NET");
        yield return new TestCaseData((object)Python).SetArgDisplayNames("Python");
        yield return new TestCaseData((object)Go).SetArgDisplayNames("Go");
        yield return new TestCaseData((object)Node).SetArgDisplayNames("Node");
        yield return new TestCaseData((object)Indented).SetArgDisplayNames("indented lines with a time");
        yield return new TestCaseData((object)Unrelated).SetArgDisplayNames("unrelated");
    }

    [TestCaseSource(nameof(Events))]
    public void Lines_of_one_event_come_together_and_others_do_not(string[] events) =>
        Assert.That(Join(JoinRules.Create(new MultilineConfig())!, string.Join('\n', events)), Is.EqualTo(events));

    [Test]
    public void A_start_pattern_decides_alone()
    {
        var rule = JoinRules.Create(Config("multiline: { start: '^#\\d+ ' }"))!;

        Assert.That(Join(rule, "#1 a\nb\n  c\n#2 d"), Is.EqualTo(new[] { "#1 a\nb\n  c", "#2 d" }));
    }

    [TestCase("multiline: off")]
    [TestCase("multiline: false")]
    public void Off_joins_nothing(string yaml) => Assert.That(JoinRules.Create(Config(yaml)), Is.Null);

    [Test]
    public void Bounds_have_their_say()
    {
        var config = Config("multiline: { max_lines: 7, max_bytes: 2KiB, timeout: 2s }");

        Assert.That((config.MaxLines, config.MaxBytes, config.Timeout), Is.EqualTo((7, 2048, TimeSpan.FromSeconds(2))));
    }

    [TestCase("multiline: { start: '(' }", "multiline.start")]
    [TestCase("multiline: { begin: 'x' }", "multiline.begin: unknown key")]
    [TestCase("multiline: always", "must be one of auto, off")]
    public void What_is_wrong_is_said_with_its_place(string yaml, string problem)
    {
        var report = new ConfigReport();
        MultilineConfig.Read(Yaml.Key(yaml, "multiline", report), report);

        Assert.That(report.Problems.Select(p => p.ToString()), Has.Some.Contains(problem));
    }

    private static MultilineConfig Config(string yaml)
    {
        var report = new ConfigReport();
        var config = MultilineConfig.Read(Yaml.Key(yaml, "multiline", report), report);
        Assert.That(report.Problems, Is.Empty);
        return config;
    }

    private static List<string> Join(IJoinRule rule, string text)
    {
        var events = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var bytes = Encoding.UTF8.GetBytes(line);
            if (events.Count > 0 && rule.Joins(bytes))
            {
                events[^1] += "\n" + line;
            }
            else
            {
                rule.Begin(bytes);
                events.Add(line);
            }
        }

        return events;
    }
}
