using System.Globalization;
using System.Text;
using Exporters.Logs.Storage;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Checkpoints;

/// <summary>
/// The files of a state directory: a snapshot with its number in its first line, and the journal of that number. Each is a header
/// line and frames with checksums.
/// </summary>
internal sealed partial class CheckpointFiles(string directory)
{
    /// <summary>First line of both files; the number after it is the version of the format.</summary>
    private const string Magic = "exporters-checkpoints 1 ";

    /// <summary>Path of the snapshot.</summary>
    public string Snapshot { get; } = Path.Combine(directory, "checkpoints");

    /// <summary>First line of a snapshot or journal.</summary>
    public static byte[] Header(long generation) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Magic}{generation}\n"));

    /// <summary>Path of a snapshot's journal.</summary>
    public string Journal(long generation) => string.Create(CultureInfo.InvariantCulture, $"{Snapshot}.journal.{generation}");

    /// <summary>What the files tell, and the snapshot's number; nothing and 0 when there are none. A broken snapshot is put aside.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="StateDirectoryException">A newer version wrote them.</exception>
    public (CheckpointState State, long Generation) Read(ILogger logger)
    {
        var state = new CheckpointState();
        if (!File.Exists(Snapshot))
        {
            return (state, 0);
        }

        var generation = 0L;
        try
        {
            var rest = ReadHeader(File.ReadAllBytes(Snapshot), out generation);
            if (!Frames.TryRead(rest, out var content))
            {
                throw new InvalidDataException("its checksum is wrong");
            }

            using var reader = new BinaryReader(new MemoryStream(content.ToArray(), writable: false));
            state.HighestId = reader.Read7BitEncodedInt();
            state.Apply(content[(int)reader.BaseStream.Position..]);
            ReadJournal(generation, state, logger);
            return (state, generation);
        }
        catch (InvalidDataException e)
        {
            var aside = $"{Snapshot}.broken";
            File.Move(Snapshot, aside, overwrite: true);
            Log.Broken(logger, Snapshot, e.Message, aside);
            return (new CheckpointState(), generation);
        }
    }

    private void ReadJournal(long generation, CheckpointState state, ILogger logger)
    {
        var path = Journal(generation);
        if (!File.Exists(path))
        {
            return;
        }

        var rest = ReadHeader(File.ReadAllBytes(path), out _);
        while (Frames.TryRead(rest, out var content))
        {
            state.Apply(content);
            rest = rest[(Frames.HeaderSize + content.Length)..];
        }

        if (rest.Length > 0)
        {
            Log.CutShort(logger, path, rest.Length);
        }
    }

    private ReadOnlyMemory<byte> ReadHeader(ReadOnlyMemory<byte> bytes, out long generation)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        var line = end < 0 ? "" : Encoding.ASCII.GetString(bytes.Span[..end]);
        if (!line.StartsWith(Magic, StringComparison.Ordinal))
        {
            if (line.StartsWith("exporters-checkpoints ", StringComparison.Ordinal))
            {
                throw new StateDirectoryException($"{Snapshot}: written by a newer version ({line}); run that one, or give logs.state_dir another directory");
            }

            throw new InvalidDataException("it does not begin as a checkpoint file does");
        }

        return long.TryParse(line.AsSpan(Magic.Length), NumberStyles.None, CultureInfo.InvariantCulture, out generation)
            ? bytes[(end + 1)..]
            : throw new InvalidDataException("its number is none");
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Path} is broken ({Reason}); it was put aside as {Aside}, and files are read from their beginning: lines may arrive twice")]
        public static partial void Broken(ILogger logger, string path, string reason, string aside);

        [LoggerMessage(2, LogLevel.Warning, "The last {Bytes} bytes of {Path} are no whole record, as after a power cut; what they told is read again, and those lines may arrive twice")]
        public static partial void CutShort(ILogger logger, string path, int bytes);
    }
}
