using System.Text;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>One unit of <c>ListUnits</c>, as far as it is used here.</summary>
/// <param name="Name">The unit's name, escapes such as <c>\x2d</c> as they are.</param>
/// <param name="LoadState">loaded, not-found, masked, error, bad-setting, merged.</param>
/// <param name="ActiveState">active, reloading, inactive, failed, activating, deactivating, maintenance, refreshing.</param>
/// <param name="SubState">Finer, by kind of unit: running, exited, waiting …</param>
/// <param name="Path">The unit's object.</param>
internal readonly record struct UnitListing(string Name, string LoadState, string ActiveState, string SubState, string Path)
{
    /// <summary>The types of the answer.</summary>
    public const string Types = "a(ssssssouso)";

    /// <summary>Reads the answer of <c>ListUnits</c>: name, description, load, active, sub state, followed unit, object, job id, kind, object.</summary>
    public static List<UnitListing> ReadAll(ref Reader body)
    {
        var units = new List<UnitListing>();
        for (var end = body.ReadArrayStart(DBusType.Struct); body.HasNext(end);)
        {
            var name = Encoding.UTF8.GetString(body.Text());
            body.Text();
            var load = BusWords.Of(body.Text());
            var active = BusWords.Of(body.Text());
            var sub = BusWords.Of(body.Text());
            body.Text();
            units.Add(new UnitListing(name, load, active, sub, Encoding.UTF8.GetString(body.Text())));
            body.ReadUInt32();
            body.Text();
            body.Text();
        }

        return units;
    }
}
