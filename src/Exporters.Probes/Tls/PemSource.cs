namespace Exporters.Probes.Tls;

/// <summary>PEM text, inline or in a file.</summary>
/// <param name="Text">The text itself, or the path.</param>
/// <param name="IsFile">Whether it is a path; the file is read again when it changed.</param>
internal sealed record PemSource(string Text, bool IsFile)
{
    /// <summary>The text now.</summary>
    public string Read() => IsFile ? File.ReadAllText(Text) : Text;
}
