namespace Exporters.Logs.Streams;

/// <summary>What ends an event of several lines at the latest.</summary>
/// <param name="MaxLines">Lines.</param>
/// <param name="MaxBytes">Bytes.</param>
/// <param name="Timeout">How long an event waits for one more line.</param>
internal readonly record struct JoinBounds(int MaxLines, int MaxBytes, TimeSpan Timeout)
{
    public JoinBounds()
        : this(500, 256 * 1024, TimeSpan.FromSeconds(1))
    {
    }
}
