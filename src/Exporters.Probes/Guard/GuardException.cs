namespace Exporters.Probes.Guard;

/// <summary>The configuration does not allow this target, address or redirect.</summary>
internal sealed class GuardException(string message) : Exception(message);
