using System.Text;
using Exporters.Systemd.Bus;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Logind;

/// <summary>Asks logind for its seats and sessions, org.freedesktop.login1(5).</summary>
internal static class LogindClient
{
    /// <summary>Types of sessions that have a name on the page.</summary>
    public static readonly string[] Types = ["other", "unspecified", "tty", "x11", "wayland", "mir", "web"];

    /// <summary>Classes of sessions that have a name on the page.</summary>
    public static readonly string[] Classes = ["other", "user", "greeter", "lock-screen", "background"];

    private const string Name = "org.freedesktop.login1";
    private const string Root = "/org/freedesktop/login1";
    private const string Manager = "org.freedesktop.login1.Manager";

    /// <summary>One round. Sessions that end meanwhile are not counted.</summary>
    public static async Task<LogindSnapshot> ReadAsync(BusConnection bus, TimeProvider time, CancellationToken cancellation)
    {
        var seats = await bus.CallAsync(new BusCall(Name, Root, Manager, "ListSeats"), "a(so)", ReadSeats, cancellation);
        var sessions = await bus.CallAsync(new BusCall(Name, Root, Manager, "ListSessions"), "a(susso)", ReadSessions, cancellation);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (seat, path) in sessions)
        {
            try
            {
                var session = await bus.CallAsync(SystemdBus.GetAll(Name, path, "org.freedesktop.login1.Session"), PropertyReader.Types, ReadSession, cancellation);
                var key = $"{seat}/{session}";
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }
            catch (BusErrorException)
            {
                // It ended since it was listed.
            }
        }

        return new LogindSnapshot([.. seats, ""], counts, time.GetTimestamp());
    }

    /// <summary>Name and object of each seat.</summary>
    private static List<string> ReadSeats(ref Reader body)
    {
        var seats = new List<string>();
        for (var end = body.ReadArrayStart(DBusType.Struct); body.HasNext(end);)
        {
            body.AlignStruct();
            seats.Add(Encoding.UTF8.GetString(body.Text()));
            body.Text();
        }

        return seats;
    }

    /// <summary>Number, user's number and name, seat and object of each session.</summary>
    private static List<KeyValuePair<string, string>> ReadSessions(ref Reader body)
    {
        var sessions = new List<KeyValuePair<string, string>>();
        for (var end = body.ReadArrayStart(DBusType.Struct); body.HasNext(end);)
        {
            body.AlignStruct();
            body.Text();
            body.ReadUInt32();
            body.Text();
            var seat = Encoding.UTF8.GetString(body.Text());
            sessions.Add(new(seat, Encoding.UTF8.GetString(body.Text())));
        }

        return sessions;
    }

    private static string ReadSession(ref Reader body)
    {
        var (remote, type, kind) = ("false", Types[0], Classes[0]);
        for (var property = new PropertyReader(ref body); property.Next();)
        {
            if (property.Key.SequenceEqual("Remote"u8))
            {
                remote = property.Bool() == true ? "true" : "false";
            }
            else if (property.Key.SequenceEqual("Type"u8))
            {
                type = Known(property.Word(), Types);
            }
            else if (property.Key.SequenceEqual("Class"u8))
            {
                kind = Known(property.Word(), Classes);
            }
        }

        return LogindSnapshot.Kind(remote, type, kind);
    }

    private static string Known(string? word, string[] known) => word is not null && known.Contains(word) ? word : known[0];
}
