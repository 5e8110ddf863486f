using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Parsing;

public sealed class LineParserTests
{
    private const string T = "2026-11-21T09:50:00.0000000Z";

    [TestCase("2026-11-21T09:50:00Z INFO checkout order placed user=7 total=12.50", "plain",
        T + " | INFO=9 | checkout order placed | user=7; total=12.50")]
    [TestCase("2026-11-21T09:50:00.123+01:00 [warn] disk at 91%", "plain",
        "2026-11-21T08:50:00.1230000Z | warn=13 | disk at 91% | timestamp.offset=+01:00")]
    [TestCase("2026-11-21 09:50:00 | ERROR | retry n=3 after timeout", "plain", T + " | ERROR=17 | retry n=3 after timeout | n=3")]
    [TestCase("2026/11/21 09:50:00 [error] 12#0: *1 open() failed, client: 10.0.0.1", "plain",
        T + " | error=17 | 12#0: *1 open() failed, client: 10.0.0.1 | -")]
    [TestCase("2026-11-21 09:50:00 just words", "plain", T + " | - | just words | -")]
    [TestCase("[2026-11-21 09:50:00] ERROR: broken", "plain", T + " | ERROR=17 | broken | -")]
    [TestCase("[Sat Nov 21 09:50:00.123456 2026] [core:error] [pid 7] file missing", "plain",
        "2026-11-21T09:50:00.1234560Z | error=17 | [pid 7] file missing | module=core")]
    [TestCase("1795254600.123 42 10.0.0.1 TCP_MISS/200", "plain", "2026-11-21T09:50:00.1230000Z | - | 42 10.0.0.1 TCP_MISS/200 | -")]
    [TestCase("ERROR: disk full", "plain", "- | ERROR=17 | disk full | -")]
    [TestCase("info about nothing", "plain", "- | - | info about nothing | -")]
    [TestCase("nothing special", "plain", "- | - | nothing special | -")]
    [TestCase("", "plain", "- | - |  | -")]
    [TestCase("{\"time\":\"2026-11-21T09:50:00Z\",\"level\":\"info\",\"msg\":\"done\",\"user\":{\"id\":7,\"ok\":true},\"tags\":[\"a\",\"b\"],\"n\":null,\"f\":1.5}", "json",
        T + " | info=9 | done | user.id=7; user.ok=True; tags=[\"a\",\"b\"]; f=1.5")]
    [TestCase("{\"ts\":1795254600123,\"level\":30,\"msg\":\"pino\"}", "json", "2026-11-21T09:50:00.1230000Z | info=9 | pino | severity.original=30")]
    [TestCase("{\"@t\":\"2026-11-21T09:50:00Z\",\"@mt\":\"User {Id} in\",\"Id\":7,\"@l\":\"Warning\"}", "json", T + " | Warning=13 | User {Id} in | Id=7")]
    [TestCase("{\"level\":\"loud\",\"a\":\"\\u00e9\\n\\ud83d\\ude00\\ud800\"}", "json",
        "- | - | {\"level\":\"loud\",\"a\":\"\\u00e9\\n\\ud83d\\ude00\\ud800\"} | field.level=loud; a=é\n😀\uFFFD")]
    [TestCase("{\"a\":1,\"a\":2}", "json", "- | - | {\"a\":1,\"a\":2} | a=2")]
    [TestCase("{\"a\":", "plain", "- | - | {\"a\": | -")]
    [TestCase("{\"a\":123456789012345678901234567890}", "json",
        "- | - | {\"a\":123456789012345678901234567890} | a=123456789012345678901234567890")]
    [TestCase("ts=2026-11-21T09:50:00Z level=warn msg=\"a \\\"b\\\"\" status=200 err=", "logfmt", T + " | warn=13 | a \"b\" | status=200; err=")]
    [TestCase("a=1 b=2", "logfmt", "- | - | a=1 b=2 | a=1; b=2")]
    [TestCase("{\"log\":\"2026-11-21T09:50:00Z ERROR x\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-21T09:50:01.5Z\"}", "docker",
        T + " | ERROR=17 | x | log.iostream=stderr")]
    [TestCase("{\"log\":\"plain \\u003ctext\\u003e\\n\",\"stream\":\"stdout\",\"attrs\":{\"tag\":\"a\"},\"time\":\"2026-11-21T09:50:00Z\"}", "docker",
        T + " | - | plain <text> | log.iostream=stdout")]
    [TestCase("2026-11-21T09:50:00.000000000Z stdout F {\"msg\":\"hi\"}", "cri", T + " | - | hi | log.iostream=stdout")]
    [TestCase("<165>1 2026-11-21T09:50:00Z web1 shop 4711 ID47 [ex@1 ip=\"10.0.0.1\" q=\"a\\\"b\"] \uFEFFstarted", "syslog-rfc5424",
        T + " | info=10 | started | syslog.facility=local4; syslog.hostname=web1; syslog.appname=shop; syslog.procid=4711; syslog.msgid=ID47; ex@1.ip=10.0.0.1; ex@1.q=a\"b; severity.original=notice")]
    [TestCase("<34>1 - - - - - - su failed", "syslog-rfc5424", "- | critical=18 | su failed | syslog.facility=auth; severity.original=crit")]
    [TestCase("<34>Nov 21 09:50:00 web1 su[7]: failed", "syslog-rfc3164",
        T + " | critical=18 | failed | syslog.facility=auth; syslog.hostname=web1; syslog.appname=su; syslog.procid=7; severity.original=crit")]
    [TestCase("Nov 21 09:50:00 web1 sshd[7]: Accepted", "syslog-rfc3164", T + " | - | Accepted | syslog.hostname=web1; syslog.appname=sshd; syslog.procid=7")]
    [TestCase("Nov  1 09:50:00 web1 kernel: [1.5] usb", "syslog-rfc3164",
        "2026-11-01T09:50:00.0000000Z | - | [1.5] usb | syslog.hostname=web1; syslog.appname=kernel")]
    [TestCase("Dec 31 23:59:59 web1 cron: last year", "syslog-rfc3164",
        "2025-12-31T23:59:59.0000000Z | - | last year | syslog.hostname=web1; syslog.appname=cron")]
    [TestCase("2026-11-21T09:50:00.000000+00:00 web1 sshd[7]: Accepted", "syslog-rfc3164",
        T + " | - | Accepted | syslog.hostname=web1; syslog.appname=sshd; syslog.procid=7")]
    [TestCase("203.0.113.7 - ann [21/Nov/2026:10:50:00 +0100] \"GET /cart?id=7 HTTP/1.1\" 200 512 \"https://shop/\" \"curl/8\" 0.042", "access",
        T + " | - | 203.0.113.7 - ann [21/Nov/2026:10:50:00 +0100] \"GET /cart?id=7 HTTP/1.1\" 200 512 \"https://shop/\" \"curl/8\" 0.042 | "
        + "timestamp.offset=+01:00; client.address=203.0.113.7; user.name=ann; http.request.method=GET; url.path=/cart; url.query=id=7; "
        + "network.protocol.version=1.1; http.response.status_code=200; http.response.body.size=512; http.request.header.referer=https://shop/; "
        + "user_agent.original=curl/8; http.server.request.duration=0.042")]
    [TestCase("::1 - - [21/Nov/2026:09:50:00 +0000] \"GET / HTTP/1.0\" 404 -", "access",
        T + " | - | ::1 - - [21/Nov/2026:09:50:00 +0000] \"GET / HTTP/1.0\" 404 - | client.address=::1; http.request.method=GET; url.path=/; "
        + "network.protocol.version=1.0; http.response.status_code=404")]
    [TestCase("W1121 09:50:00.123456    4711 reflector.go:255] watch closed", "klog",
        "2026-11-21T09:50:00.1234560Z | warn=13 | watch closed | thread.id=4711; code.file.path=reflector.go; code.line.number=255; severity.original=W")]
    [TestCase("E1121 09:50:00.000000       1 c.go:7] \"sync failed\" pod=\"a/b\" err=\"x y\"", "klog",
        T + " | error=17 | sync failed | thread.id=1; code.file.path=c.go; code.line.number=7; pod=a/b; err=x y; severity.original=E")]
    [TestCase("2026-11-21 09:50:00,123 - shop.cart - WARNING - low stock", "python",
        "2026-11-21T09:50:00.1230000Z | WARNING=13 | low stock | logger=shop.cart")]
    [TestCase("WARNING:shop.cart:low stock", "python", "- | WARNING=13 | low stock | logger=shop.cart")]
    [TestCase("2026-11-21 09:50:00,000 [main] INFO  com.acme.Shop - up", "log4j", T + " | INFO=9 | up | thread.name=main; logger=com.acme.Shop")]
    [TestCase("09:50:00.000 [main] DEBUG com.acme.Shop - up", "log4j", "- | DEBUG=5 | up | thread.name=main; logger=com.acme.Shop; time=09:50:00.000")]
    [TestCase("2026-11-21T09:50:00.000Z  INFO 4711 --- [shop] [           main] c.acme.Shop   : up", "log4j",
        T + " | INFO=9 | up | process.pid=4711; application=shop; thread.name=main; logger=c.acme.Shop")]
    [TestCase("2026-11-21 09:50:00,000 INFO  [org.keycloak] (main) up", "log4j", T + " | INFO=9 | up | thread.name=main; logger=org.keycloak")]
    [TestCase("info: Shop.Cart[14]\n      first\n      second", "dotnet", "- | info=9 | first\nsecond | logger=Shop.Cart; event.id=14")]
    [TestCase("crit: Shop.Cart[0] gone", "dotnet", "- | critical=21 | gone | logger=Shop.Cart; severity.original=crit")]
    [TestCase("<4>Shop.Cart[0] low", "dotnet", "- | warning=13 | low | logger=Shop.Cart")]
    [TestCase("level=info key1=val1 key3 key4= msg=\"x\"", "logfmt", "- | info=9 | x | key1=val1; key3=; key4=")]
    [TestCase("level=info a='\"GET / HTTP/1.1\"' msg=x", "logfmt", "- | info=9 | x | a=\"GET / HTTP/1.1\"")]
    [TestCase("retries=3 sent to peer=db1", "plain", "- | - | retries=3 sent to | retries=3; peer=db1")]
    [TestCase("2026-11-21 09:50:00.123 UTC [4711] ERROR:  relation \"x\" does not exist", "plain",
        "2026-11-21T09:50:00.1230000Z | ERROR=17 | relation \"x\" does not exist | process.pid=4711")]
    [TestCase("2026-11-21 09:50:00.123 UTC [4711-2] ann@shop LOG:  duration: 12.5 ms", "plain",
        "2026-11-21T09:50:00.1230000Z | info=9 | duration: 12.5 ms | process.pid=4711; user.name=ann; db.namespace=shop; severity.original=LOG")]
    [TestCase("2026-11-21 09:50:00.123 UTC [4711] STATEMENT:  select 1", "plain",
        "2026-11-21T09:50:00.1230000Z | - | select 1 | postgresql.part=STATEMENT; process.pid=4711")]
    [TestCase("2026-11-21T09:50:00.123456Z 0 [ERROR] [MY-010000] [Server] cannot bind", "plain",
        "2026-11-21T09:50:00.1234560Z | ERROR=17 | cannot bind | thread.id=0; error.code=MY-010000; subsystem=Server")]
    [TestCase("2026-11-21  9:50:00 12 [Note] InnoDB: started", "plain", T + " | info=9 | InnoDB: started | thread.id=12; severity.original=Note")]
    [TestCase("2026-11-21 10:50:00.1 +0100 CET ERROR x", "plain", "2026-11-21T09:50:00.1000000Z | ERROR=17 | x | timestamp.offset=+01:00")]
    [TestCase("2026-11-21 12:50:00 +0300 +03 ERROR x", "plain", T + " | ERROR=17 | x | timestamp.offset=+03:00")]
    [TestCase("2026-11-21 10:50:00 +0100 GET /", "plain", T + " | - | GET / | timestamp.offset=+01:00")]
    [TestCase("21-Nov-2026 09:50:00.123 SEVERE [main] x", "plain", "2026-11-21T09:50:00.1230000Z | error=17 | [main] x | severity.original=SEVERE")]
    [TestCase("21-Nov-2026 09:50:00.123 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [512] milliseconds", "log4j",
        "2026-11-21T09:50:00.1230000Z | INFO=9 | Server startup in [512] milliseconds | thread.name=main; logger=org.apache.catalina.startup.Catalina.start")]
    [TestCase("E, [2026-11-21T09:50:00.123456 #4711] ERROR -- shop: x", "plain",
        "2026-11-21T09:50:00.1234560Z | ERROR=17 | x | process.pid=4711; logger=shop")]
    [TestCase("I, [2026-11-21T09:50:00.123456 #4711]  INFO -- : x", "plain", "2026-11-21T09:50:00.1234560Z | INFO=9 | x | process.pid=4711")]
    [TestCase("4711:M 21 Nov 2026 09:50:00.123 # x", "plain",
        "2026-11-21T09:50:00.1230000Z | warning=13 | x | process.pid=4711; redis.role=M")]
    [TestCase("4711:C 21 Nov 09:50:00.123 * x", "plain",
        "2026-11-21T09:50:00.1230000Z | info=10 | x | process.pid=4711; redis.role=C; severity.original=notice")]
    [TestCase("[1795254600] ERROR x", "plain", T + " | ERROR=17 | x | -")]
    [TestCase("1.5988976280469608e+09\tINFO\tx", "plain", "2020-08-31T18:13:48.0469608Z | INFO=9 | x | -")]
    [TestCase("<3>bare level", "plain", "- | err=17 | bare level | -")]
    public void A_line_shows_its_format_by_itself(string line, string format, string expected)
    {
        Assert.That(Read.Text(Read.Line(line)), Is.EqualTo(expected));
        Assert.That(Read.Format(line), Is.EqualTo(format));
    }

    // Prose that begins as a level, a letter or a name does.
    [TestCase("2026-11-21T09:50:00Z I am ready", "I am ready")]
    [TestCase("2026-11-21T09:50:00Z E mail sent", "E mail sent")]
    [TestCase("2026-11-21T09:50:00Z connection error: refused", "connection error: refused")]
    [TestCase("2026-11-21T09:50:00Z [cart] info about nothing", "[cart] info about nothing")]
    [TestCase("2026-11-21T09:50:00Z 7 errors", "7 errors")]
    [TestCase("[cart] error handling is on", "[cart] error handling is on")]
    [TestCase("26/11/21 09:50:00 started", "26/11/21 09:50:00 started")]
    [TestCase("9:50AM is the time", "9:50AM is the time")]
    [TestCase("Nov is a month", "Nov is a month")]
    [TestCase("npm     ", "npm     ")]
    public void A_sentence_has_no_level(string line, string body)
    {
        var entry = Read.Line(line);

        Assert.That(entry.Severity, Is.Zero);
        Assert.That(entry.Body, Is.EqualTo(body));
    }

    [Test]
    public void Trace_and_span_ids_leave_the_attributes_when_they_are_whole()
    {
        var entry = Read.Line("{\"msg\":\"x\",\"trace_id\":\"4BF92F3577B34DA6A3CE929D0E0E4736\",\"span_id\":\"00f067aa0ba902b7\",\"TraceId\":\"short\"}");

        Assert.That(entry.TraceId.ToHexString(), Is.EqualTo("4bf92f3577b34da6a3ce929d0e0e4736"));
        Assert.That(entry.SpanId.ToHexString(), Is.EqualTo("00f067aa0ba902b7"));
        Assert.That(Read.Text(entry), Does.EndWith("| x | TraceId=short"));
    }

    [Test]
    public void A_trace_without_a_span_travels_as_an_attribute()
    {
        var entry = Read.Line("{\"msg\":\"x\",\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"}");

        Assert.That(entry.TraceId, Is.EqualTo(default(System.Diagnostics.ActivityTraceId)));
        Assert.That(Read.Text(entry), Does.EndWith("trace_id=4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    // What is sent is a word that Loki takes a level from; what the line says is kept beside it.
    [TestCase("{\"level\":10,\"msg\":\"x\"}", "trace=1", "10")]
    [TestCase("{\"level\":50,\"msg\":\"x\"}", "error=17", "50")]
    [TestCase("{\"level\":60,\"msg\":\"x\"}", "fatal=21", "60")]
    [TestCase("{\"level\":\"E\",\"msg\":\"x\"}", "error=17", "E")]
    [TestCase("fail: Shop.Cart[14]", "error=17", "fail")]
    [TestCase("crit: Shop.Cart[14]", "critical=21", "crit")]
    [TestCase("E1201 01:55:47.1 1 a.go:1] x", "error=17", "E")]
    [TestCase("F1201 01:55:47.1 1 a.go:1] x", "fatal=21", "F")]
    [TestCase("<0>x", "fatal=21", "emerg")]
    [TestCase("<1>x", "critical=19", "alert")]
    [TestCase("<2>x", "critical=18", "crit")]
    [TestCase("<5>x", "info=10", "notice")]
    [TestCase("{\"level\":\"SEVERE\",\"msg\":\"x\"}", "error=17", "SEVERE")]
    [TestCase("{\"level\":\"EMERGENCY\",\"msg\":\"x\"}", "fatal=21", "EMERGENCY")]
    [TestCase("{\"level\":\"panic\",\"msg\":\"x\"}", "fatal=21", "panic")]
    [TestCase("{\"level\":\"WARNING\",\"msg\":\"x\"}", "WARNING=13", null)]
    [TestCase("{\"level\":\"INFO+2\",\"msg\":\"x\"}", "info=9", "INFO+2")]
    [TestCase("level=ERROR+2 msg=x", "error=17", "ERROR+2")]
    [TestCase("level=\u001b[31merror\u001b[0m msg=x", "error=17", null)]
    [TestCase("{\"level\":\"\\u001b[31merror\\u001b[39m\",\"msg\":\"x\"}", "error=17", null)]
    [TestCase("\u001b[41m\u001b[30mfail\u001b[39m\u001b[49m: Shop.Cart[15]", "error=17", "fail")]
    public void The_level_that_is_sent_is_one_that_receivers_know(string line, string level, string? original)
    {
        var entry = Read.Line(line);

        Assert.That($"{entry.SeverityText}={entry.Severity}", Is.EqualTo(level));
        Assert.That(entry.Attributes.Find(a => a.Key == EntryWriter.OriginalLevelName).Value, Is.EqualTo(original));
    }

    [TestCase("{\"level\":\"info\",\"severity\":\"error\",\"msg\":\"x\"}", "info=9", "field.severity=error")]
    [TestCase("{\"level\":\"info\",\"level\":\"error\",\"msg\":\"x\"}", "info=9", "field.level=error")]
    [TestCase("lvl=info level=error msg=x", "info=9", "field.level=error")]
    public void Another_level_of_the_line_is_kept_under_a_name_that_is_none(string line, string level, string attributes) =>
        Assert.That(Read.Text(Read.Line(line)), Does.Contain($"| {level} |").And.EndsWith($"| {attributes}"));

    [TestCase("2026-11-21 09:50:00.123 \u001b[31mERROR\u001b[0;39m [main] x", "2026-11-21T09:50:00.1230000Z | ERROR=17")]
    [TestCase("\u001b[2m2026-11-21T09:50:00.1Z\u001b[0m \u001b[33m WARN\u001b[0m x", "2026-11-21T09:50:00.1000000Z | WARN=13")]
    [TestCase("2026-11-21 09:50:00 PM ERROR x", "2026-11-21T21:50:00.0000000Z | ERROR=17")]
    [TestCase("2026-11-21 12:50:00 AM ERROR x", "2026-11-21T00:50:00.0000000Z | ERROR=17")]
    [TestCase("2026-11-21 12:50:00 pm ERROR x", "2026-11-21T12:50:00.0000000Z | ERROR=17")]
    public void Colours_and_clocks_of_twelve_hours_hide_nothing(string line, string start) =>
        Assert.That(Read.Text(Read.Line(line)), Does.StartWith(start));

    [Test]
    public void An_offset_is_kept_once()
    {
        var entry = Read.Line("[01/Dec/2026:01:50:00 +0100] ERROR x");

        Assert.That(entry.Attributes.Count(a => a.Key == "timestamp.offset"), Is.LessThanOrEqualTo(1));
        Assert.That(entry.Attributes.Select(a => a.Key), Is.Unique);
    }

    [Test]
    public void A_time_without_a_zone_is_the_local_one()
    {
        var berlin = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(1), "here", "here");

        Assert.That(Read.Text(Read.Line("2026-11-21 09:50:00 INFO x", zone: berlin)), Does.StartWith("2026-11-21T08:50:00"));
        Assert.That(Read.Text(Read.Line("2026-11-21 09:50:00 UTC INFO x", zone: berlin)), Does.StartWith("2026-11-21T09:50:00"));
    }

    [Test]
    public void More_fields_than_receivers_take_leave_the_whole_line_in_the_body()
    {
        var line = "{\"msg\":\"x\"," + string.Join(",", Enumerable.Range(0, 300).Select(i => $"\"k{i}\":{i}")) + "}";
        var entry = Read.Line(line);

        Assert.That(entry.Attributes, Has.Count.EqualTo(EntryWriter.MaxAttributes));
        Assert.That(entry.Body, Is.EqualTo(line));
    }

    [TestCase(1, 70_000)]
    [TestCase(90, 1_000)]
    public void More_bytes_of_fields_than_receivers_take_leave_the_whole_line_in_the_body(int fields, int bytes)
    {
        var line = "{\"time\":\"2026-11-21T09:50:00Z\",\"msg\":\"x\"," + string.Join(",", Enumerable.Range(0, fields).Select(i => $"\"k{i}\":\"{new string('b', bytes)}\"")) + "}";
        var entry = Read.Line(line);

        Assert.That(entry.Body, Is.EqualTo(line));
        Assert.That(entry.Attributes.Sum(a => a.Key.Length + ((string)a.Value!).Length), Is.LessThanOrEqualTo(EntryWriter.MaxAttributeBytes));
        Assert.That(entry.TimestampTicks, Is.EqualTo(new DateTime(2026, 11, 21, 9, 50, 0).Ticks));
    }

    [Test]
    public void What_the_source_says_stays_when_the_line_says_nothing()
    {
        var entry = new LogEntry { TimestampTicks = 77 };
        entry.Attributes.Add(new("unit", "a.service"));
        new LineParser(LineFormat.Auto, TimeZoneInfo.Utc).Parse("{\"no json"u8, Read.At.Ticks, entry);

        Assert.That(entry.TimestampTicks, Is.EqualTo(77));
        Assert.That(entry.Attributes, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_parser_that_saw_many_lines_reads_each_as_if_it_were_the_first()
    {
        string[] lines =
        [
            "started user=7 total=12 total_cents=5", "started user=8 total=12 total_cents=6", "started total=1 user=2 total=3", "started user=7 user=8",
            "started user= total=12", "started user=\"a b\" total=1", "started user7=1 total=2", "{\"user\":1,\"a=b\":2,\"c d\":3}", "up user=1 a=b=2 c d=3",
            "user=7 total=12", "user=7 total=", "{\"user\":1,\"user\":2,\"level\":\"info\",\"level\":\"x\"}", "started a=1 level=2 level=3", "é user=é total=1",
            "2024-02-29T00:00:00Z INFO a=1", "2023-02-29T00:00:00Z INFO a=1", "2024-02-30 00:00:00 INFO a=1", "2024-02-29 23:59:60 INFO a=1",
        ];
        var random = new Random(1);
        var used = new LineParser(LineFormat.Auto, TimeZoneInfo.Utc);
        for (var i = 0; i < 5000; i++)
        {
            var line = lines[random.Next(lines.Length)];

            Assert.That(Read.Text(Read.With(used, line)), Is.EqualTo(Read.Text(Read.Line(line))), line);
        }
    }

    [TestCase("json", "not json at all", "- | - | not json at all | -")]
    [TestCase("raw", "{\"a\":1}", "- | - | {\"a\":1} | -")]
    [TestCase("plain", "{\"a\":1}", "- | - | {\"a\":1} | -")]
    [TestCase("plain", "WARNING:shop:low", "- | WARNING=13 | shop:low | -")]
    public void A_given_format_is_kept_to_and_other_lines_are_not_lost(string format, string line, string expected) =>
        Assert.That(Read.Text(Read.Line(line, LineFormats.Parse(format))), Is.EqualTo(expected));

    [TestCase("2026-10-25T00:30:00Z", "2026-10-25 02:29:58 INFO x", "2026-10-25T00:29:58Z")]
    [TestCase("2026-10-25T01:30:00Z", "2026-10-25 02:29:58 INFO x", "2026-10-25T01:29:58Z")]
    [TestCase("2026-10-25T01:29:57.5Z", "2026-10-25 02:29:58 INFO x", "2026-10-25T01:29:58Z")]
    [TestCase("2026-10-26T00:00:00Z", "2026-10-25 02:29:58 INFO x", "2026-10-25T01:29:58Z")]
    [TestCase("2026-10-25T00:30:00Z", "2026-10-25 01:59:58 INFO x", "2026-10-24T23:59:58Z")]
    public void A_time_that_occurs_twice_is_the_last_one_before_the_reading(string read, string line, string utc)
    {
        var parser = new LineParser(LineFormat.Auto, TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        var entry = new LogEntry();
        parser.Parse(System.Text.Encoding.UTF8.GetBytes(line), DateTimeOffset.Parse(read, System.Globalization.CultureInfo.InvariantCulture).UtcTicks, entry);

        Assert.That(entry.TimestampTicks, Is.EqualTo(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).UtcTicks));
    }
}
