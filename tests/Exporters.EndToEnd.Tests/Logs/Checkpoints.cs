using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Checkpoints;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What the checkpoints say, read from a copy of the state directory beside a process that writes it.</summary>
internal sealed class Checkpoints(string state, string scratch)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    private readonly System.Diagnostics.Stopwatch _age = new();
    private Dictionary<(ulong Device, ulong Inode), long> _settled = [];

    /// <summary>Whether everything in this file is settled.</summary>
    public bool IsSettled(FileStream file)
    {
        if (!_age.IsRunning || _age.Elapsed > Fresh)
        {
            _settled = [];
            foreach (var stream in Read().Streams.Values.OrderBy(s => s.Id))
            {
                _settled[(stream.Identity!.Device, stream.Identity.Inode)] = stream.Acked.Offset;
            }

            _age.Restart();
        }

        return FileStatus.TryRead(file.SafeFileHandle, out var status) == Errno.None
            && _settled.TryGetValue((status.Device, status.Inode), out var offset) && offset == status.Size;
    }

    /// <summary>All of it.</summary>
    public CheckpointState Read()
    {
        if (Directory.Exists(scratch))
        {
            Directory.Delete(scratch, recursive: true);
        }

        Directory.CreateDirectory(scratch);
        foreach (var path in Directory.Exists(state) ? Directory.GetFiles(state, "checkpoints*").Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal)) : [])
        {
            try
            {
                File.Copy(path, Path.Combine(scratch, Path.GetFileName(path)));
            }
            catch (IOException)
            {
                // A snapshot took its place in this moment; then this look knows less than there is.
            }
        }

        using var store = CheckpointStore.Open(scratch, TimeProvider.System, NullLogger.Instance);
        return store.State;
    }
}
