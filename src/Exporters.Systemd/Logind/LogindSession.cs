namespace Exporters.Systemd.Logind;

/// <summary>What sessions are counted by.</summary>
/// <param name="Seat">The seat; empty for a session without, over the network say.</param>
/// <param name="Remote">Whether its user is elsewhere.</param>
/// <param name="Type">tty, x11, wayland …; <c>other</c> for one that is not known here.</param>
/// <param name="Class">user, greeter …; <c>other</c> for one that is not known here.</param>
internal readonly record struct LogindSession(string Seat, bool Remote, string Type, string Class);
