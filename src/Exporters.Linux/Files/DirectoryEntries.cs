namespace Exporters.Linux.Files;

/// <summary>The names in a directory: a file that is on the disk is lost in a power cut when its name is not.</summary>
public static class DirectoryEntries
{
    /// <summary>Brings names that were made, changed or taken away to the disk, by fsync(2) of the directory.</summary>
    /// <exception cref="IOException">The directory is gone, must not be read, or the disk refuses.</exception>
    public static void Sync(string directory)
    {
        using var handle = UnlockedFile.TryOpenRead(directory, out var error)
            ?? throw new IOException($"{directory}: its names cannot be brought to the disk: {error}");
        RandomAccess.FlushToDisk(handle);
    }
}
