using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>Has the D-Bus package speak over a stream that is connected already, and authenticate as a user.</summary>
internal sealed class BusConnectionOptions(BusStream stream, uint user) : DBusConnectionOptions("unix:")
{
    protected override ValueTask<SetupResult> SetupAsync(CancellationToken cancellationToken) => new(new SetupResult
    {
        ConnectionStream = stream,
        UserId = user.ToString(System.Globalization.CultureInfo.InvariantCulture),

        // Only for calls of others, which the stream drops; without it the package reads and parses a file.
        MachineId = "",
    });
}
