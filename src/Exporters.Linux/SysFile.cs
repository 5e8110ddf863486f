using System.Buffers.Text;
using System.Text;

namespace Exporters.Linux;

/// <summary>
/// One-value files of sysfs. Null means that there is no value now: the file is absent, the driver answers with an error, or may
/// not be read by this user. Text that should be a number and is none is null as well: drivers write what they like.
/// </summary>
public static class SysFile
{
    /// <summary>The value as text, without white space at its end.</summary>
    public static string? Text(string path)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            return Encoding.UTF8.GetString(file.Trimmed);
        }
    }

    /// <summary>The value as a signed decimal number.</summary>
    public static long? Int64(string path)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            var text = file.Trimmed;
            return Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length ? value : null;
        }
    }

    /// <summary>The value as an unsigned decimal number.</summary>
    public static ulong? UInt64(string path)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            var text = file.Trimmed;
            return Utf8Parser.TryParse(text, out ulong value, out var used) && used == text.Length ? value : null;
        }
    }

    /// <summary>The names of the entries of a directory in ordinal order; none when it is absent or must not be listed.</summary>
    public static string[] Names(string directory)
    {
        try
        {
            var names = new DirectoryInfo(directory).GetFileSystemInfos().Select(entry => entry.Name).ToArray();
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
