namespace Exporters.Testing.Systemd;

/// <summary>A method call that arrived at <see cref="FakeBus"/>.</summary>
public sealed record FakeCall(uint Serial, string Path, string Interface, string Member, string? Destination, byte[] Body);
