using Exporters.Logs.Batching;
using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Benchmarks.Logs;

/// <summary>Streams as files have them.</summary>
internal static class LogStreams
{
    /// <summary>A line of 200 bytes with time, level, service, message and pairs.</summary>
    public const string Line = "2026-11-21T09:50:00.123456Z INFO checkout order placed for customer after payment was confirmed by the provider "
        + "method=POST path=/api/v1/orders status=201 duration_ms=42 user=81723 region=eu-west-1 retries=0";

    public static LogStream Create(Func<ILineParser> parser, bool joins)
    {
        var setup = new SourceSetup
        {
            Ledger = new SourceLedger("benchmark"),
            Parser = parser,
            JoinRule = joins ? () => JoinRules.Create(new MultilineConfig())! : null,
        };
        return new LogStream(1, "", setup, new LogResource([new("service.name", "checkout")]))
        {
            Attributes = [new("log.file.path", "/var/log/app/checkout.log")],
            Identity = new FileFingerprint(1, 2, 0, 0, "/var/log/app/checkout.log", "/var/log/app/checkout.log"),
        };
    }
}
