using System.Numerics;
using System.Runtime.InteropServices;
using Exporters.Linux;
using Exporters.Linux.Files;

namespace Exporters.Host.Textfile;

/// <summary>
/// One file of a textfile directory. Whether it has changed is told by its status; while that is new the content is looked at too,
/// since two changes within one tick of the file system's clock leave the same status. Nothing of the content is kept.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="maxBytes">A larger one is not used.</param>
/// <param name="time">The clock.</param>
internal sealed class TextFile(string path, int maxBytes, TimeProvider time)
{
    /// <summary>Longer than a tick of any file system's clock: FAT has two seconds.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    private FileStatus _status;
    private long _statusSeenAt;
    private bool _isSettled;
    private uint _checksum;
    private string? _reportedError;

    public string Path { get; } = path;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Error { get; private set; }

    /// <summary>When it was last modified, in whole seconds since 1970.</summary>
    public long ModifiedSeconds => (_status.ModifiedTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;

    /// <summary>In which scrape it was last there.</summary>
    public long SeenIn { get; set; }

    /// <summary>Looks at it. True when its content, or whether it can be used, may differ from what <see cref="Parse"/> last gave.</summary>
    /// <param name="isGone">It went away since the directory was listed.</param>
    public bool Refresh(out bool isGone)
    {
        isGone = false;
        var errno = FileStatus.TryRead(Path, out var status);
        if (errno != Errno.None)
        {
            var target = errno == Errno.NoEntry ? new FileInfo(Path).LinkTarget : null;
            isGone = errno == Errno.NoEntry && target is null;
            return Fail(target is null ? new ProcFileException(Path, errno).Message : $"{Path}: a symbolic link to {target}, which does not exist");
        }

        if (!status.IsRegular)
        {
            return Fail($"{Path}: not a regular file");
        }

        if (status != _status)
        {
            _status = status;
            _statusSeenAt = time.GetTimestamp();
            _isSettled = false;
            return true;
        }

        if (_isSettled)
        {
            return false;
        }

        _isSettled = time.GetElapsedTime(_statusSeenAt) >= Settling;
        return WholeFile.TryRead(Path, maxBytes, out var text) != Errno.None ? Error is null : Checksum(text) != _checksum;
    }

    /// <summary>The families of the file as it is now; none, with <see cref="Error"/>, when it cannot be used.</summary>
    public IReadOnlyList<ExpositionFamily> Parse()
    {
        if (_status == default)
        {
            return [];
        }

        var errno = WholeFile.TryRead(Path, maxBytes, out var text);
        _checksum = Checksum(text);
        if (errno != Errno.None)
        {
            Error = errno == Errno.TooLarge
                ? $"{Path}: larger than {maxBytes} bytes; raise --collector.textfile.max-bytes"
                : new ProcFileException(Path, errno).Message;
            return [];
        }

        try
        {
            Error = null;
            return ExpositionReader.Read(text, Path);
        }
        catch (ProcFormatException e)
        {
            Error = e.Message;
            return [];
        }
    }

    /// <summary>The error, if it has not been told yet.</summary>
    public string? TakeNewError()
    {
        var isNew = Error != _reportedError;
        _reportedError = Error;
        return isNew ? Error : null;
    }

    private bool Fail(string error)
    {
        var changed = Error != error;
        _status = default;
        Error = error;
        return changed;
    }

    private static uint Checksum(ReadOnlySpan<byte> text)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        var sum = (uint)text.Length;
        foreach (var word in words)
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var tail in text[(words.Length * sizeof(ulong))..])
        {
            sum = BitOperations.Crc32C(sum, tail);
        }

        return sum;
    }
}
