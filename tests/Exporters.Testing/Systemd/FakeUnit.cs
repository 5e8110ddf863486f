using System.Text;

namespace Exporters.Testing.Systemd;

/// <summary>A unit of <see cref="FakeBus"/>: its line in ListUnits and its properties.</summary>
public sealed class FakeUnit(string name)
{
    public string Name { get; } = name;

    public string LoadState { get; set; } = "loaded";

    /// <summary>Whether the list of units has it. One that is a mere file answers questions as well: systemd loads it for the answer.</summary>
    public bool IsListed { get; set; } = true;

    public string ActiveState { get; set; } = "active";

    public string SubState { get; set; } = "running";

    /// <summary>The unit's object, its name escaped as systemd does.</summary>
    public string Path { get; } = "/org/freedesktop/systemd1/unit/" + Escape(name);

    public IDictionary<string, FakeWire.Variant> Properties { get; } = new Dictionary<string, FakeWire.Variant>(StringComparer.Ordinal)
    {
        ["Id"] = new("s", name),
        ["After"] = new("as", new object[] { "basic.target", "sysinit.target" }),
        ["Conditions"] = new("a(sbbsi)", new object[] { new object[] { "ConditionPathExists", false, true, "/etc", 1 } }),
        ["ActiveEnterTimestamp"] = new("t", 1_700_000_000_500_000UL),
        ["ActiveExitTimestamp"] = new("t", 0UL),
        ["InactiveEnterTimestamp"] = new("t", 0UL),
        ["InactiveExitTimestamp"] = new("t", 1_700_000_000_250_000UL),
    };

    /// <summary>A service as systemd 252 tells of it, cut to a few properties of each type.</summary>
    public static FakeUnit Service(string name, string type = "simple") => new FakeUnit(name)
        .With("Type", "s", type)
        .With("Result", "s", "success")
        .With("NRestarts", "u", 0U)
        .With("MainPID", "u", 0U)
        .With("ExecMainCode", "i", 0)
        .With("ExecMainStatus", "i", 0)
        .With("ControlGroup", "s", "/system.slice/" + name)
        .With("TasksCurrent", "t", 1UL)
        .With("TasksMax", "t", ulong.MaxValue)
        .With("MemoryCurrent", "t", ulong.MaxValue)
        .With("RestartPreventExitStatus", "(aiai)", new object[] { new object[] { 1, 2 }, System.Array.Empty<object>() })
        .With("ExecStart", "a(sasbttttuii)", new object[]
        {
            new object[] { "/bin/true", new object[] { "/bin/true", "-v" }, false, 1UL, 2UL, 3UL, 4UL, 5U, 0, 0 },
        });

    public FakeUnit With(string property, string signature, object value)
    {
        Properties[property] = new FakeWire.Variant(signature, value);
        return this;
    }

    internal object[] Listing() =>
        [Name, "Description of " + Name, LoadState, ActiveState, SubState, "", Path, 0U, "", "/"];

    private static string Escape(string name)
    {
        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(name))
        {
            var keeps = char.IsAsciiLetter((char)b) || (char.IsAsciiDigit((char)b) && escaped.Length > 0);
            escaped.Append(keeps ? ((char)b).ToString() : $"_{b:x2}");
        }

        return escaped.ToString();
    }
}
