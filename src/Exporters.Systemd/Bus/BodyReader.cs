using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>Reads the body of an answer where its bytes are, so that they need not be copied.</summary>
internal delegate T BodyReader<out T>(ref Reader body);
