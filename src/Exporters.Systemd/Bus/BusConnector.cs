using Exporters.Metrics;

namespace Exporters.Systemd.Bus;

/// <summary>Tries the places where a manager may answer, in their order.</summary>
internal sealed class BusConnector(IReadOnlyList<BusTarget> targets, TimeSpan deadline, TimeProvider time) : IBusConnector
{
    public async Task<ISystemdBus> ConnectAsync(CancellationToken cancellation)
    {
        BusException? telling = null;
        foreach (var target in targets)
        {
            try
            {
                return await SystemdBus.OpenAsync(target.Address, target.IsBus, deadline, time, cancellation);
            }
            catch (BusException e)
            {
                telling = More(telling, e);
            }
            catch (BusErrorException e)
            {
                telling = More(telling, new BusException(
                    e.IsOwnerless ? UnavailableReason.Absent : e.IsDenied ? UnavailableReason.Permission : UnavailableReason.Unreachable,
                    $"{target.Address}: {e.Message}", e));
            }
            catch (BusFormatException e)
            {
                telling = More(telling, new BusException(UnavailableReason.Format, $"{target.Address}: {e.Message}", e));
            }
        }

        throw telling ?? new BusException(UnavailableReason.Absent, "no place to look for a manager");
    }

    /// <summary>That something is wrong tells more than that nothing is there.</summary>
    private static BusException More(BusException? first, BusException second) =>
        first is null || first.Reason == UnavailableReason.Absent ? second : first;
}
