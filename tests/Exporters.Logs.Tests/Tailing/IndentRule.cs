using Exporters.Logs.Multiline;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Lines that begin with a blank belong to the line before.</summary>
internal sealed class IndentRule : IJoinRule
{
    public void Begin(ReadOnlySpan<byte> line)
    {
    }

    public bool Joins(ReadOnlySpan<byte> line) => line.StartsWith(" "u8);
}
