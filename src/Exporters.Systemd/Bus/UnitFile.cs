using System.Text;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>An installed unit file.</summary>
/// <param name="Name">The unit that it describes.</param>
/// <param name="State">enabled, disabled, static, masked …</param>
internal readonly record struct UnitFile(string Name, string State)
{
    /// <summary>The types of the answer.</summary>
    public const string Types = "a(ss)";

    /// <summary>Whether it is a template, which is no unit.</summary>
    public bool IsTemplate => Name.Contains("@.", StringComparison.Ordinal);

    /// <summary>Reads the answer of <c>ListUnitFilesByPatterns</c>: path and state.</summary>
    public static List<UnitFile> ReadAll(ref Reader body)
    {
        var files = new List<UnitFile>();
        for (var end = body.ReadArrayStart(DBusType.Struct); body.HasNext(end);)
        {
            files.Add(new UnitFile(Path.GetFileName(Encoding.UTF8.GetString(body.Text())), BusWords.Of(body.Text())));
        }

        return files;
    }
}
