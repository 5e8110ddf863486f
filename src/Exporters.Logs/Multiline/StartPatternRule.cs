using System.Text;
using Exporters.Configuration.Patterns;

namespace Exporters.Logs.Multiline;

/// <summary>An event goes on until a line that the pattern finds.</summary>
internal sealed class StartPatternRule(Pattern start) : IJoinRule
{
    private char[] _chars = [];

    /// <inheritdoc/>
    public void Begin(ReadOnlySpan<byte> line)
    {
        // Nothing to remember: every line tells by itself.
    }

    /// <inheritdoc/>
    public bool Joins(ReadOnlySpan<byte> line)
    {
        var most = Encoding.UTF8.GetMaxCharCount(line.Length);
        if (_chars.Length < most)
        {
            _chars = new char[most];
        }

        // Where the time was up, a line stands by itself: it must not draw all that follow into one record.
        return start.Decide(_chars.AsSpan(0, Encoding.UTF8.GetChars(line, _chars)), Pattern.DefaultLimit) == PatternVerdict.No;
    }
}
