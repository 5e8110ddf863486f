using System.Text;

namespace Exporters.Host.Disk;

/// <summary>
/// What udev knows of a block device, from <c>b&lt;major&gt;:&lt;minor&gt;</c> in its data base; see udevadm(8). Only the lines
/// of properties count:
/// <code>E:ID_MODEL=SAMSUNG_EVO_46N_512GB</code>
/// A property that udev does not know is null.
/// </summary>
internal sealed class UdevProperties
{
    /// <summary>A device of which udev knows nothing.</summary>
    public static readonly UdevProperties None = new();

    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);

    /// <summary>The value of a property, <c>ID_MODEL</c> say.</summary>
    public string? this[string name] => _properties.GetValueOrDefault(name);

    /// <summary>
    /// The serial number: what stands on the disk's label (<c>SCSI_IDENT_SERIAL</c>), else the short one, else that of virtual
    /// disks.
    /// </summary>
    public string? Serial => First(this["SCSI_IDENT_SERIAL"], this["ID_SERIAL_SHORT"], this["ID_SERIAL"]);

    /// <summary>Reads the file; lines of other kinds are passed over.</summary>
    public static UdevProperties Parse(ReadOnlySpan<byte> text)
    {
        var properties = new UdevProperties();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.StartsWith("E:"u8) && line.IndexOf((byte)'=') is var equals and > 0)
            {
                properties._properties[Encoding.UTF8.GetString(line[2..equals])] = Encoding.UTF8.GetString(line[(equals + 1)..].TrimEnd((byte)'\r'));
            }
        }

        return properties;
    }

    private static string? First(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrEmpty(value))
            {
                return value;
            }
        }

        return null;
    }
}
