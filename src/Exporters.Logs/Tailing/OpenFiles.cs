using Exporters.Linux;
using Exporters.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Logs.Tailing;

/// <summary>
/// The open files, at most so many: of those that still have their name the one longest unused is closed for a new one. A file
/// without its name is never closed here: nobody could open it again.
/// </summary>
internal sealed class OpenFiles(int capacity) : IDisposable
{
    private readonly LinkedList<TailedFile> _attached = new();
    private readonly HashSet<TailedFile> _kept = [];

    /// <summary>Files open now.</summary>
    public int Count => _attached.Count + _kept.Count;

    /// <summary>
    /// The open file; opened by its path when it is closed. Null when that path leads to another file by now, or the reason in
    /// <see cref="TailedFile.Unreadable"/>.
    /// </summary>
    public SafeFileHandle? Open(TailedFile file)
    {
        if (file.Handle is { } open)
        {
            Touch(file);
            return open;
        }

        if (UnlockedFile.TryOpenRead(file.Path, out var error) is not { } handle)
        {
            file.Unreadable = error switch
            {
                Errno.NoEntry or Errno.NotDirectory => null,
                Errno.AccessDenied or Errno.NotPermitted => "denied",
                _ => "io",
            };
            return null;
        }

        if (FileStatus.TryRead(handle, out var status) != Errno.None
            || status.Inode != file.Identity!.Inode || status.Device != file.Identity.Device)
        {
            handle.Dispose();
            return null;
        }

        Keep(file, handle);
        file.MustVerify = true;
        return handle;
    }

    /// <summary>Takes over a handle for a file.</summary>
    public void Keep(TailedFile file, SafeFileHandle handle)
    {
        Close(file);
        file.Handle = handle;
        file.Unreadable = null;
        if (!file.IsAttached)
        {
            _kept.Add(file);
            return;
        }

        if (_attached.Count >= capacity)
        {
            Close(_attached.Last!.Value);
        }

        file.OpenNode = _attached.AddFirst(file);
    }

    /// <summary>From now on the file has no name to be opened by.</summary>
    public void Detach(TailedFile file)
    {
        file.IsAttached = false;
        if (file.OpenNode is { } node)
        {
            _attached.Remove(node);
            file.OpenNode = null;
            _kept.Add(file);
        }
    }

    /// <summary>It has a name again.</summary>
    public void Attach(TailedFile file)
    {
        file.IsAttached = true;
        if (_kept.Remove(file))
        {
            file.OpenNode = _attached.AddFirst(file);
        }
    }

    public void Close(TailedFile file) => Release(file)?.Dispose();

    /// <summary>Gives the open file away, without closing it.</summary>
    public SafeFileHandle? Release(TailedFile file)
    {
        if (file.OpenNode is { } node)
        {
            _attached.Remove(node);
            file.OpenNode = null;
        }

        _kept.Remove(file);
        var handle = file.Handle;
        file.Handle = null;
        return handle;
    }

    public void Dispose()
    {
        foreach (var file in _attached.Concat(_kept).ToList())
        {
            Close(file);
        }
    }

    private void Touch(TailedFile file)
    {
        if (file.OpenNode is { } node && node.Previous is not null)
        {
            _attached.Remove(node);
            _attached.AddFirst(node);
        }
    }
}
