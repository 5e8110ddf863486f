using Exporters.Linux;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// <c>/proc/net/arp</c>, proc_pid_net(5): address, type, flags, hardware address, mask, interface.
/// <code>192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0</code>
/// </summary>
internal static class ArpFile
{
    private const int FieldsBeforeDevice = 5;

    /// <summary>Goes to the next entry and tells its interface; false at the end. A line that is cut off is left out and reported.</summary>
    public static bool Next(ref Utf8Cursor file, out ReadOnlySpan<byte> device)
    {
        while (file.NextLine(out var line))
        {
            if (file.LineNumber == 1 || line.AtEnd)
            {
                continue;
            }

            line.SkipFields(FieldsBeforeDevice);
            device = line.Field();
            if (!device.IsEmpty)
            {
                return true;
            }

            line.Report(default, "6 fields, the last of them an interface");
        }

        device = default;
        return false;
    }
}
