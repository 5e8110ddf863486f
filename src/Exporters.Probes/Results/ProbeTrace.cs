using System.Globalization;
using System.Text;

namespace Exporters.Probes.Results;

/// <summary>What a probe did, line by line, for <c>debug=true</c>. Off, it costs nothing but the call.</summary>
internal sealed class ProbeTrace(TimeProvider? time)
{
    /// <summary>Keeps nothing.</summary>
    public static readonly ProbeTrace Off = new(null);

    private readonly StringBuilder? _lines = time is null ? null : new StringBuilder();

    /// <summary>Whether anybody reads it; ask before building a costly text.</summary>
    public bool IsOn => _lines is not null;

    /// <summary>Adds a line.</summary>
    public void Add(string text)
    {
        if (_lines is not null)
        {
            _lines.Append(CultureInfo.InvariantCulture, $"{time!.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffZ} {text}\n");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _lines?.ToString() ?? "";
}
