using Exporters.Metrics;

namespace Exporters.Systemd.Bus;

/// <summary>The bus, or the manager behind it, could not be asked. The connection is of no use any more.</summary>
internal sealed class BusException : IOException
{
    /// <summary>Says what failed, where, and what to do about it.</summary>
    public BusException(UnavailableReason reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary>The bounded reason.</summary>
    public UnavailableReason Reason { get; }
}
