using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Paths;

namespace Exporters.Logs.Tailing;

/// <summary>
/// Which file of a log is read before which. Each file has at most one predecessor, which must be read to its end first, so that the
/// files of one log form a chain that ends with the live one.
/// </summary>
internal sealed class ReadingOrder(FileTable files)
{
    /// <summary>The live file whose rotated one this may be, by its name; null when none is known.</summary>
    public TailedFile? LiveOf(TailedFile file)
    {
        foreach (var livePath in RotatedNames.LivePaths(file.Path))
        {
            if (files.Holder(livePath) is { } live && live != file)
            {
                return live;
            }
        }

        return null;
    }

    /// <summary>
    /// Puts a rotated file that was just found before the live one that it belongs to, unless some of that was read already. To be
    /// called for the newest of several first.
    /// </summary>
    public void PutBeforeLive(TailedFile file)
    {
        if (LiveOf(file) is { } live && live.IsUnread && file.Predecessor is null)
        {
            PutFirst(live, file);
        }
    }

    /// <summary>
    /// Files of earlier runs that were rotated away while they held unread lines go before the file that has their name now, oldest
    /// first.
    /// </summary>
    public void PutBeforeLive(IReadOnlyList<TailedFile> restored)
    {
        var unread = new List<(TailedFile File, TailedFile Live, long ModifiedTicks)>();
        foreach (var file in restored)
        {
            if (!file.IsDrained && LiveAfter(file) is { } live && Status(file) is { } status && status.Size > file.Read.Offset)
            {
                unread.Add((file, live, status.ModifiedTicks));
            }
        }

        unread.Sort(static (a, b) => (b.ModifiedTicks, b.File.Id).CompareTo((a.ModifiedTicks, a.File.Id)));
        foreach (var (file, live, _) in unread)
        {
            PutFirst(live, file);
        }
    }

    /// <summary>Reads one file before another, unless that one waits for the other already: then neither would ever be read.</summary>
    public static void Put(TailedFile? before, TailedFile file)
    {
        for (var waits = before; waits is not null; waits = waits.Predecessor)
        {
            if (waits == file)
            {
                return;
            }
        }

        file.Predecessor = before;
        file.WaitsSinceTicks = 0;
    }

    /// <summary>Puts a file at the front of the chain that a live one ends.</summary>
    private static void PutFirst(TailedFile live, TailedFile file)
    {
        var first = live;
        while (first.Predecessor is { } before)
        {
            if (before == file)
            {
                return;
            }

            first = before;
        }

        Put(file, first);
    }

    /// <summary>The file that has the name which this one had first, or whose rotated one it is by its name; null when there is none.</summary>
    private TailedFile? LiveAfter(TailedFile file) =>
        files.Holder(file.Identity!.FirstPath) is { } holder && holder != file ? holder : LiveOf(file);

    private static FileStatus? Status(TailedFile file) =>
        (file.Handle is { } handle ? FileStatus.TryRead(handle, out var status) : FileStatus.TryRead(file.Path, out status)) == Errno.None
            && status.Inode == file.Identity!.Inode && status.Device == file.Identity.Device
            ? status
            : null;
}
