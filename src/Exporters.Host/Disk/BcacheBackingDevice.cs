using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>
/// How fast what waits in the cache is written to one device, from its <c>writeback_rate_debug</c>.
/// <code>
/// rate:           1.1M/sec
/// target:         20.4G
/// integral:       790.0k
/// </code>
/// </summary>
internal sealed class BcacheBackingDevice(string path, LabelSet labels)
{
    /// <summary>Reads and writes the rates; nothing when this kernel does not tell them.</summary>
    public void Write(FamilyWriter writer)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
            {
                if (BcacheFamilies.Rate(line.Until((byte)':')) is not { } family)
                {
                    continue;
                }

                var field = line.Field();
                var amount = field.EndsWith("/sec"u8) ? field[..^4] : field;
                if (HumanSize.ParseBcache(amount) is { } value)
                {
                    writer.Write(family, value, labels);
                }
                else
                {
                    line.Report(field, "an amount such as 20.4G");
                }
            }
        }
    }
}
