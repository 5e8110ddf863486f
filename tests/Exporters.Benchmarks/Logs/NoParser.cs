using Exporters.Logs.Parsing;
using Exporters.Logs.Records;

namespace Exporters.Benchmarks.Logs;

/// <summary>Reads nothing out of a line, so that what is around the parsers is measured alone.</summary>
internal sealed class NoParser : ILineParser
{
    public void Parse(ReadOnlySpan<byte> line, long readTicks, LogEntry entry) => entry.Body = "text";
}
