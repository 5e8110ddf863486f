namespace Exporters.Configuration.Settings;

/// <summary>
/// One knob that a user of the peers knows as a flag. Declared once, beside the code that it steers; from it follow the flag
/// <c>--collector.x.some-thing</c>, the variable <c>EXPORTERS_COLLECTOR_X_SOME_THING</c>, and the key <c>x.some_thing</c> in the
/// module's part of the file. The flag beats the variable, which beats the file, which beats the default.
/// </summary>
/// <param name="Name">The flag without its dashes.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Default">The value when nothing is said; empty for none.</param>
/// <param name="Help">One sentence for <c>--help</c>.</param>
public sealed record Setting(string Name, SettingKind Kind, string Default, string Help)
{
    private const string CollectorPrefix = "collector.";

    /// <summary>The environment variable.</summary>
    public string Variable { get; } = "EXPORTERS_" + Name.ToUpperInvariant().Replace('.', '_').Replace('-', '_');

    /// <summary>What is wrong with a text beyond its kind, or null; for settings that take only some texts.</summary>
    public Func<string, string?>? Check { get; init; }

    /// <summary>The keys from the module's section down to the value.</summary>
    public IReadOnlyList<string> Keys { get; } =
        (Name.StartsWith(CollectorPrefix, StringComparison.Ordinal) ? Name[CollectorPrefix.Length..] : Name).Replace('-', '_').Split('.');

    /// <summary>An on/off setting.</summary>
    public static Setting Switch(string name, bool on, string help) => new(name, SettingKind.Switch, on ? "true" : "false", help);

    /// <summary>One of a few words.</summary>
    public static Setting OneOf(string name, string byDefault, string help, params string[] words) => Text(name, byDefault, help) with
    {
        Check = text => words.Contains(text) ? null : $"must be one of {string.Join(", ", words)}, got \"{text}\"",
    };

    /// <summary>A text.</summary>
    public static Setting Text(string name, string byDefault, string help) => new(name, SettingKind.Text, byDefault, help);

    /// <summary>A text that may be repeated; the default is one text or, when empty, none.</summary>
    public static Setting Texts(string name, string byDefault, string help) => new(name, SettingKind.Texts, byDefault, help);

    /// <summary>A regular expression; empty for none.</summary>
    public static Setting Regex(string name, string byDefault, string help) => new(name, SettingKind.Regex, byDefault, help);

    /// <summary>A duration.</summary>
    public static Setting Duration(string name, string byDefault, string help) => new(name, SettingKind.Duration, byDefault, help);

    /// <summary>An http or https URL; none by default.</summary>
    public static Setting Url(string name, string help) => new(name, SettingKind.Url, "", help);

    /// <summary>A whole number.</summary>
    public static Setting Number(string name, long byDefault, string help) =>
        new(name, SettingKind.Number, byDefault.ToString(System.Globalization.CultureInfo.InvariantCulture), help);
}
