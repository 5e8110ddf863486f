namespace Exporters.Systemd.Bus;

/// <summary>A call that waits for its answer.</summary>
internal abstract class PendingCall
{
    /// <summary>Takes the answer.</summary>
    public abstract void Complete(in MessageHeader message);

    /// <summary>Ends without an answer.</summary>
    public abstract void Fail(Exception reason);
}
