namespace Exporters.Systemd.Bus;

/// <summary>Reads the body of an answer; runs where the bytes are, so that they need not be copied.</summary>
internal delegate T BodyReader<out T>(ref WireReader body);
