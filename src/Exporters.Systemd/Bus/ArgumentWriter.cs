using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>Writes the arguments of a call.</summary>
internal delegate void ArgumentWriter(ref MessageWriter arguments);
