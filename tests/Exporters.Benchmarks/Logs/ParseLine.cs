using System.Text;
using BenchmarkDotNet.Attributes;
using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Records;

namespace Exporters.Benchmarks.Logs;

/// <summary>One line of each format, to a record that is used again. A number in it is another in each line, where it has one.</summary>
[Config(typeof(CpuTime))]
[MemoryDiagnoser]
[MinColumn]
public class ParseLine
{
    private static readonly Dictionary<string, string> Lines = new()
    {
        ["plain"] = LogStreams.Line,
        ["json"] = "{\"time\":\"2026-11-21T09:50:00.123Z\",\"level\":\"info\",\"service\":\"checkout\",\"msg\":\"order placed for customer\","
            + "\"method\":\"POST\",\"path\":\"/api/v1/orders\",\"status\":201,\"duration_ms\":42,\"user\":81723}",
        ["logfmt"] = "ts=2026-11-21T09:50:00.123Z level=info service=checkout msg=\"order placed for customer\" method=POST "
            + "path=/api/v1/orders status=201 duration_ms=42 user=81723 region=eu-west-1",
        ["docker"] = "{\"log\":\"2026-11-21T09:50:00.123Z INFO order placed user=81723\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-21T09:50:00.123456789Z\"}",
        ["cri"] = "2026-11-21T09:50:00.123456789Z stdout F 2026-11-21T09:50:00.123Z INFO order placed user=81723",
        ["syslog-rfc5424"] = "<165>1 2026-11-21T09:50:00.003Z web1 shop 4711 ID47 [ex@1 ip=\"10.0.0.1\" user=\"ann\"] order placed for customer",
        ["syslog-rfc3164"] = "<34>Nov 21 09:50:00 web1 sshd[4711]: Accepted publickey for ann from 203.0.113.7 port 52144 ssh2",
        ["access"] = "203.0.113.7 - ann [21/Nov/2026:09:50:00 +0000] \"GET /cart?id=7 HTTP/1.1\" 200 512 \"https://shop.example/\" \"Mozilla/5.0\" 0.042",
        ["klog"] = "W1121 09:50:00.123456    4711 reflector.go:255] watch of *v1.Pod closed with: too old resource version",
        ["python"] = "2026-11-21 09:50:00,123 - shop.cart - WARNING - low stock of article 4711 in warehouse north",
        ["log4j"] = "2026-11-21 09:50:00,123 [http-nio-8080-exec-1] INFO  com.acme.shop.CartService - order placed for customer 81723",
        ["dotnet"] = "info: Shop.Cart.CartService[14] order placed for customer 81723",
        ["text"] = "order placed for customer after payment was confirmed by the provider, nothing else to be found in this line of text",
    };

    private const int Count = 4096;

    private readonly LogEntry _entry = new();
    private readonly LineParser _parser = new(LineFormat.Auto, TimeZoneInfo.Utc);
    private readonly long _now = new DateTime(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc).Ticks;
    private byte[][] _lines = [];

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "plain";

    public static IEnumerable<string> Formats => Lines.Keys;

    [GlobalSetup]
    public void Setup() => _lines = [.. Enumerable.Range(0, Count).Select(i => Encoding.UTF8.GetBytes(
        Lines[Format].Replace("81723", $"{81723 + i}", StringComparison.Ordinal).Replace("52144", $"{52144 + i}", StringComparison.Ordinal)))];

    [Benchmark(OperationsPerInvoke = Count)]
    public object Parse()
    {
        foreach (var line in _lines)
        {
            _entry.Clear();
            _parser.Parse(line, _now, _entry);
        }

        return _entry;
    }
}
