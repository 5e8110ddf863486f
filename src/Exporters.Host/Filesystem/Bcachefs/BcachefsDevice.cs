using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Bcachefs;

/// <summary>
/// One device of a filesystem. <c>io_done</c> has a heading for each operation and amounts below it, <c>io_errors</c> the errors
/// since the filesystem was made, then those since they were reset.
/// <code>
/// read:
///   btree       :     5242880
/// </code>
/// </summary>
internal sealed class BcachefsDevice
{
    private readonly string _directory;
    private readonly string _uuid;
    private readonly string _name;
    private readonly LabelSet _labels;
    private readonly ValueFiles _files = new();

    /// <summary>The device in <paramref name="directory"/>.</summary>
    public BcachefsDevice(string directory, string uuid, string name)
    {
        _directory = directory;
        _uuid = uuid;
        _name = name;
        _labels = new LabelSet(["uuid", "device"], [uuid, name]);
        _files.Add($"{directory}/bucket_size", BcachefsFamilies.BucketSize, _labels, 1, HumanSize.Parse);
        _files.AddAll(directory, BcachefsFamilies.Device, _labels);
    }

    /// <summary>Reads and writes everything.</summary>
    public void Write(FamilyWriter writer)
    {
        writer.WriteInfo(BcachefsFamilies.DeviceInfo, _uuid, _name, SysFile.Text($"{_directory}/label") ?? "", SysFile.Text($"{_directory}/state") ?? "");
        _files.Write(writer);
        WriteDone(writer, $"{_directory}/io_done");
        WriteErrors(writer, $"{_directory}/io_errors");
    }

    private void WriteDone(FamilyWriter writer, string path)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            string? operation = null;
            for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
            {
                var key = line.Until((byte)':').Trim(" \t"u8);
                if (line.AtEnd)
                {
                    operation = key.SequenceEqual("read"u8) ? "read" : key.SequenceEqual("write"u8) ? "write" : operation;
                }
                else if (operation is not null)
                {
                    writer.WriteIfKnown(BcachefsFamilies.IoDone, line.UInt64(), _labels, null, null, operation, Encoding.UTF8.GetString(key));
                }
            }
        }
    }

    private void WriteErrors(FamilyWriter writer, string path)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            var sinceCreation = false;
            for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
            {
                if (line.Rest.StartsWith("IO errors since "u8))
                {
                    sinceCreation = line.Rest.StartsWith("IO errors since filesystem creation"u8);
                }
                else if (sinceCreation && line.Rest.Contains((byte)':'))
                {
                    var key = line.Until((byte)':').Trim(" \t"u8);
                    writer.WriteIfKnown(BcachefsFamilies.IoErrors, line.UInt64(), _labels, null, null, Encoding.UTF8.GetString(key));
                }
            }
        }
    }
}
