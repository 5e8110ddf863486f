namespace Exporters.Systemd.Bus;

/// <summary>A message is not what the D-Bus specification, or the interface of systemd, says.</summary>
internal sealed class BusFormatException(string message) : FormatException(message);
