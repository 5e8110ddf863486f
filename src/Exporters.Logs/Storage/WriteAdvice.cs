namespace Exporters.Logs.Storage;

/// <summary>What to do when the state directory cannot be written, by the error number that the kernel gave, errno(3).</summary>
internal static class WriteAdvice
{
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int InputOutput = 5;
    private const int AccessDenied = 13;
    private const int Exists = 17;
    private const int NotDirectory = 20;
    private const int TooManyFiles = 24;
    private const int TooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int Quota = 122;

    /// <summary>A sentence that says what to do.</summary>
    /// <param name="failure">What .NET made of the error number.</param>
    /// <param name="directory">The directory.</param>
    public static string For(Exception failure, string directory) => Number(failure) switch
    {
        NotPermitted or AccessDenied =>
            $"Give logs.state_dir a directory that this user may write, or: mkdir -p {directory} && chown {Environment.UserName} {directory}",
        NoEntry or Exists or NotDirectory when FileIn(directory) is { } file =>
            $"{file} is a file and no directory: move it away, or give logs.state_dir another directory",
        NoEntry => $"Make it (mkdir -p {directory}), or give logs.state_dir another directory",
        ReadOnly =>
            $"Its file system is mounted read-only: in a container give it a volume (-v exporters:{directory}), in a systemd unit"
            + " StateDirectory= or ReadWritePaths=, after an error of the disk see dmesg; or give logs.state_dir another directory",
        NoSpace => $"Its file system is full (df -h {directory}; df -i for inodes): make room, or give logs.state_dir a directory on another one",
        Quota => $"The quota of {Environment.UserName} is used up (quota -u {Environment.UserName}): raise it, or give logs.state_dir a directory elsewhere",
        TooLarge => "A limit on the size of files is reached (ulimit -f, LimitFSIZE= of the unit): raise it",
        TooManyFiles => "This process may have no more files open: raise ulimit -n, or LimitNOFILE= of the unit",
        InputOutput => "The disk does not do what it is told: see dmesg; meanwhile give logs.state_dir a directory on another one",
        _ => "Give logs.state_dir another directory",
    };

    /// <summary>The part of the path that is a file; null when none is.</summary>
    private static string? FileIn(string directory)
    {
        var part = directory;
        while (part is not null && !File.Exists(part))
        {
            part = Path.GetDirectoryName(part);
        }

        return part;
    }

    private static int Number(Exception failure) => failure switch
    {
        // .NET wraps what the kernel said into it.
        UnauthorizedAccessException { InnerException: IOException inner } => inner.HResult,
        UnauthorizedAccessException => AccessDenied,
        DirectoryNotFoundException or FileNotFoundException => NoEntry,
        _ => failure.HResult,
    };
}
