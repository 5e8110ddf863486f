namespace Exporters.Logs.Otlp;

/// <summary>A certificate or key file of <c>logs.otlp.tls</c> cannot be used; the message says which, why, and what it must be.</summary>
internal sealed class TlsFileException(string message, Exception inner) : Exception(message, inner);
