using System.Text;
using Exporters.Logs.Records;

namespace Exporters.Logs.Sources.Containers;

/// <summary>
/// What a container's stream is called, beside its spool: the container may be gone before its last line is delivered. A version, a
/// count, then names and values.
/// </summary>
internal static class ContainerAbout
{
    private const string FileName = "container";
    private const byte Version = 1;

    /// <summary>Notes it, if it is not what was noted before.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public static void Write(string directory, LogResource resource)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write7BitEncodedInt(resource.Attributes.Count);
            foreach (var (name, value) in resource.Attributes)
            {
                writer.Write(name);
                writer.Write(value);
            }
        }

        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))
        {
            return;
        }

        using (var file = new FileStream(path + ".tmp", FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>What was noted; null when there is nothing, or it is not of this version.</summary>
    public static LogResource? Read(string directory)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(Path.Combine(directory, FileName)), writable: false), Encoding.UTF8);
            if (reader.ReadByte() != Version)
            {
                return null;
            }

            var attributes = new List<KeyValuePair<string, string>>();
            for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                attributes.Add(new(reader.ReadString(), reader.ReadString()));
            }

            return new LogResource(attributes);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null;
        }
    }
}
