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
        var counts = new Dictionary<LogindSession, int>();
        foreach (var (seat, path) in sessions)
        {
            try
            {
                var session = await bus.CallAsync(SystemdBus.GetAll(Name, path, "org.freedesktop.login1.Session"), PropertyReader.Types, ReadSession, cancellation);
                session = session with { Seat = seat };
                counts[session] = counts.GetValueOrDefault(session) + 1;
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
    private static List<(string Seat, string Path)> ReadSessions(ref Reader body)
    {
        var sessions = new List<(string Seat, string Path)>();
        for (var end = body.ReadArrayStart(DBusType.Struct); body.HasNext(end);)
        {
            body.AlignStruct();
            body.Text();
            body.ReadUInt32();
            body.Text();
            var seat = Encoding.UTF8.GetString(body.Text());
            sessions.Add((seat, Encoding.UTF8.GetString(body.Text())));
        }

        return sessions;
    }

    private static LogindSession ReadSession(ref Reader body)
    {
        var session = new LogindSession("", false, Types[0], Classes[0]);
        for (var property = new PropertyReader(ref body); property.Next();)
        {
            if (property.Key.SequenceEqual("Remote"u8))
            {
                session = session with { Remote = property.Bool() ?? false };
            }
            else if (property.Key.SequenceEqual("Type"u8))
            {
                session = session with { Type = Known(property.Word(), Types) };
            }
            else if (property.Key.SequenceEqual("Class"u8))
            {
                session = session with { Class = Known(property.Word(), Classes) };
            }
        }

        return session;
    }

    private static string Known(string? word, string[] known) => word is not null && known.Contains(word) ? word : known[0];
}
