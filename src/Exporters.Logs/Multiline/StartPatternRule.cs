using System.Text;
using System.Text.RegularExpressions;

namespace Exporters.Logs.Multiline;

/// <summary>An event goes on until a line that the pattern finds.</summary>
internal sealed class StartPatternRule(Regex start) : IJoinRule
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

        return !start.IsMatch(_chars.AsSpan(0, Encoding.UTF8.GetChars(line, _chars)));
    }
}
