using Exporters.Linux;

namespace Exporters.Host.Textfile;

/// <summary>One file of a textfile directory. Read in every scrape, parsed only when its content differs from the last one.</summary>
internal sealed class TextFile(string path)
{
    private const int MaxBytes = 32 * 1024 * 1024;

    private byte[]? _text;

    public string Path { get; } = path;

    /// <summary>What it holds; none when <see cref="Error"/> says that it cannot be used.</summary>
    public IReadOnlyList<ExpositionFamily> Families { get; private set; } = [];

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? Error { get; private set; }

    /// <summary>When it was last modified, in whole seconds since 1970.</summary>
    public long ModifiedSeconds { get; private set; }

    /// <summary>In which scrape it was last there.</summary>
    public long SeenIn { get; set; }

    /// <summary>Reads it. True when its content, or why it cannot be used, has changed.</summary>
    /// <param name="isGone">It went away since the directory was listed.</param>
    public bool Refresh(out bool isGone)
    {
        var errno = ProcFile.TryRead(Path, out var file, MaxBytes);
        isGone = errno == Errno.NoEntry;
        if (errno != Errno.None)
        {
            return Fail(errno == Errno.TooLarge ? $"{Path}: larger than {MaxBytes >> 20} MiB" : new ProcFileException(Path, errno).Message);
        }

        using (file)
        {
            ModifiedSeconds = new DateTimeOffset(File.GetLastWriteTimeUtc(Path)).ToUnixTimeSeconds();
            if (_text is not null && file.Bytes.SequenceEqual(_text))
            {
                return false;
            }

            _text = file.Bytes.ToArray();
            try
            {
                Families = ExpositionReader.Read(_text, Path);
                Error = null;
            }
            catch (ProcFormatException e)
            {
                Families = [];
                Error = e.Message;
            }

            return true;
        }
    }

    private bool Fail(string error)
    {
        var changed = Error != error;
        _text = null;
        Families = [];
        Error = error;
        return changed;
    }
}
