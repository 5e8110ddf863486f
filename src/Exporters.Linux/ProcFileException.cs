namespace Exporters.Linux;

/// <summary>A kernel file could not be read.</summary>
public sealed class ProcFileException(string path, Errno errno) : IOException($"{path}: {Explain(errno)}")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The system's reason.</summary>
    public Errno Errno { get; } = errno;

    /// <summary>Whether the file, or what it tells of, is not there.</summary>
    public bool IsAbsent => Errno is Errno.NoEntry or Errno.NotDirectory or Errno.NoDevice or Errno.NoProcess or Errno.NotSupported;

    /// <summary>Whether it is there and this process may not read it.</summary>
    public bool IsDenied => Errno is Errno.AccessDenied or Errno.NotPermitted;

    private static string Explain(Errno errno) => errno switch
    {
        Errno.NoEntry => "no such file",
        Errno.AccessDenied or Errno.NotPermitted => "permission denied",
        _ => $"{System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage((int)errno)} (errno {(int)errno})",
    };
}
