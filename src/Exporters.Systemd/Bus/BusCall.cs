namespace Exporters.Systemd.Bus;

/// <summary>A method call: the peer, the method and its arguments.</summary>
/// <param name="Destination">The bus name of the peer; left out on a connection without a bus.</param>
/// <param name="Path">The object.</param>
/// <param name="Interface">The interface of the method.</param>
/// <param name="Member">The method.</param>
/// <param name="Signature">The types of the arguments; null for none.</param>
/// <param name="Arguments">Writes the arguments; null for none.</param>
internal sealed record BusCall(
    string Destination, string Path, string Interface, string Member, string? Signature = null, ArgumentWriter? Arguments = null)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Interface}.{Member} of {Path}";
}
