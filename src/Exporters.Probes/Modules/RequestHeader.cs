namespace Exporters.Probes.Modules;

/// <summary>One header of the request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value, or the path of the file that holds it.</param>
/// <param name="IsFile">Whether <paramref name="Value"/> is a path; the file is read at each probe.</param>
/// <param name="IsSecret">Whether the value must not be shown.</param>
internal sealed record RequestHeader(string Name, string Value, bool IsFile = false, bool IsSecret = false)
{
    /// <summary>The value to send.</summary>
    public string Read() => IsFile ? SecretFile.Read(Value) : Value;
}
