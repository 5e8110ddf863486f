using Exporters.Logs.Streams;

namespace Exporters.Logs.Pipeline;

/// <summary>How far a source is behind.</summary>
/// <param name="Ledger">The source.</param>
/// <param name="Bytes">Bytes that are there and not acknowledged.</param>
/// <param name="Seconds">Age of the newest acknowledged record while there are others behind it, in seconds; 0 when there are none.</param>
/// <param name="MeasuredTicks">When this was measured, UTC ticks.</param>
internal readonly record struct SourceLag(SourceLedger Ledger, long Bytes, double Seconds, long MeasuredTicks)
{
    public static SourceLag Of(SourceLedger ledger, long bytes, long nowTicks)
    {
        if (bytes == 0 && ledger.Pending == 0)
        {
            return new SourceLag(ledger, 0, 0, nowTicks);
        }

        if (ledger.DeliveredUpToTicks == 0)
        {
            // Nothing was delivered by this run: it is as far behind as it has been waiting.
            ledger.DeliveredUpToTicks = nowTicks;
        }

        return new SourceLag(ledger, bytes, Math.Max(0, TimeSpan.FromTicks(nowTicks - ledger.DeliveredUpToTicks).TotalSeconds), nowTicks);
    }
}
