namespace Exporters.Systemd.Bus;

/// <summary>The peer answered a call with an error of the D-Bus protocol. The connection is sound.</summary>
internal sealed class BusErrorException(string call, string errorName, string message) : Exception($"{call}: {errorName}: {message}")
{
    /// <summary>The name of the error, <c>org.freedesktop.DBus.Error.UnknownObject</c> say.</summary>
    public string ErrorName { get; } = errorName;

    /// <summary>Whether the object asked for is not there, or no longer.</summary>
    public bool IsAbsent => ErrorName is "org.freedesktop.DBus.Error.UnknownObject" or "org.freedesktop.systemd1.NoSuchUnit"
        or "org.freedesktop.DBus.Error.UnknownInterface" or "org.freedesktop.DBus.Error.FileNotFound";

    /// <summary>Whether a policy of the bus, or the peer itself, forbids the call.</summary>
    public bool IsDenied => ErrorName is "org.freedesktop.DBus.Error.AccessDenied" or "org.freedesktop.DBus.Error.AuthFailed"
        or "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired";

    /// <summary>Whether nobody on the bus has the name that was called, or its owner went away before it answered.</summary>
    public bool IsOwnerless => ErrorName is "org.freedesktop.DBus.Error.ServiceUnknown" or "org.freedesktop.DBus.Error.NameHasNoOwner"
        or "org.freedesktop.DBus.Error.NoReply" or "org.freedesktop.DBus.Error.Disconnected";
}
