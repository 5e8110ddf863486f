using System.Text;
using Exporters.Logs.Parsing;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>The whole line is the body.</summary>
internal sealed class TextParser : ILineParser
{
    public void Parse(ReadOnlySpan<byte> line, long readTicks, LogEntry entry) => entry.Body = Encoding.UTF8.GetString(line);
}
