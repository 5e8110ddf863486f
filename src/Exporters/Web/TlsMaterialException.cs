namespace Exporters.Web;

/// <summary>A certificate, key or authority cannot be used; says which and why.</summary>
internal sealed class TlsMaterialException(string message, Exception inner) : Exception(message, inner);
