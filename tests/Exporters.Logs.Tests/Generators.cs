using FsCheck;
using FsCheck.Fluent;

namespace Exporters.Logs.Tests;

/// <summary>Random input for the parsers: bytes of any kind, pieces of real lines put together anew, and real lines with a few bytes changed.</summary>
internal static class Generators
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", "\\u00e9", ":", ",", "=", " ", "  ", "\t", "\n", "-", " - ", "|", "<", ">", "<34>", "<191>1 ",
        "2026-11-21", "T", "09:50:00", ".123456789", ",123", "Z", "+01:00", "-0330", " UTC", "Nov 21 ", "Feb 29 ", "21/Nov/2026:09:50:00 +0000",
        "I1121 ", "1795254600.123", "INFO", "warn", "[error]", "level", "msg", "time", "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736",
        "stdout F ", "{\"log\":\"", "\",\"stream\":\"stdout\",\"time\":\"2026-11-21T09:50:00Z\"}", "key=value", "k=\"", "Shop.Cart[7]", "info: ",
        "host app[7]: ", "\"GET / HTTP/1.1\" 200 ", "null", "true", "1e999", "-0", "99999999999999999999", "\uFEFF", "é", "😀", "\0", "[main] ", "--- ",
    ];

    private static readonly string[] Lines =
    [
        "2026-11-21T09:50:00.123Z INFO checkout order placed user=7 total=12.50",
        "{\"time\":\"2026-11-21T09:50:00Z\",\"level\":\"info\",\"msg\":\"done\",\"user\":{\"id\":7,\"tags\":[1,{\"a\":[]}]}}",
        "ts=2026-11-21T09:50:00Z level=warn msg=\"a \\\"b\\\"\" status=200",
        "{\"log\":\"text\\n\",\"stream\":\"stderr\",\"time\":\"2026-11-21T09:50:00Z\"}",
        "2026-11-21T09:50:00.000000000Z stdout P part",
        "<165>1 2026-11-21T09:50:00Z web1 shop 4711 ID47 [ex@1 ip=\"10.0.0.1\"] started",
        "<34>Nov 21 09:50:00 web1 su[7]: failed",
        "203.0.113.7 - ann [21/Nov/2026:09:50:00 +0100] \"GET /cart?id=7 HTTP/1.1\" 200 512 \"https://shop/\" \"curl/8\" 0.042 rt=1",
        "W1121 09:50:00.123456    4711 reflector.go:255] \"watch closed\" pod=\"a/b\"",
        "2026-11-21 09:50:00,123 - shop.cart - WARNING - low stock",
        "2026-11-21T09:50:00.000Z  INFO 4711 --- [shop] [           main] c.acme.Shop   : up",
        "info: Shop.Cart[14]\n      first\n      second",
        "[Sat Nov 21 09:50:00.123456 2026] [core:error] [pid 7] file missing",
    ];

    private static Gen<byte[]> Bytes => Gen.Choose(0, 255).Select(i => (byte)i).ArrayOf();

    private static Gen<byte[]> Assembled =>
        Gen.Elements(Pieces).ArrayOf().Select(pieces => System.Text.Encoding.UTF8.GetBytes(string.Concat(pieces)));

    private static Gen<byte[]> Mutated =>
        from line in Gen.Elements(Lines)
        from changes in Gen.Choose(0, 1 << 20).Two().ArrayOf()
        select Mutate(System.Text.Encoding.UTF8.GetBytes(line), changes);

    /// <summary>A seed, printed: with EXPORTERS_TEST_SEED set to it the run is the same.</summary>
    public static ulong Seed()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("EXPORTERS_TEST_SEED"), out var given)
            ? given
            : (ulong)Random.Shared.NextInt64(long.MaxValue);
        TestContext.Out.WriteLine($"EXPORTERS_TEST_SEED={seed}");
        return seed;
    }

    /// <summary>Lines to throw at parsers.</summary>
    public static IEnumerable<byte[]> AnyLines(ulong seed, int count) =>
        Gen.OneOf(Bytes, Assembled, Assembled, Mutated, Mutated).Sample(40, new Rnd(seed), count);

    private static byte[] Mutate(byte[] line, (int At, int What)[] changes)
    {
        foreach (var (at, what) in changes.Take(4))
        {
            line = (what % 3) switch
            {
                0 when line.Length > 0 => [.. line[..(at % line.Length)], (byte)(what >> 8), .. line[(at % line.Length)..]],
                1 when line.Length > 0 => line[..(at % line.Length)],
                _ when line.Length > 0 => [.. line[..(at % line.Length)], (byte)(what >> 8), .. line[(at % line.Length + 1)..]],
                _ => line,
            };
        }

        return line;
    }
}
