namespace Exporters.Configuration.Settings;

/// <summary>What kind of value a setting takes.</summary>
public enum SettingKind
{
    /// <summary>On or off: <c>--name</c>, <c>--no-name</c>, <c>--name=false</c>.</summary>
    Switch,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A text that may be given several times.</summary>
    Texts,

    /// <summary>A regular expression.</summary>
    Regex,

    /// <summary>A duration such as <c>30s</c>.</summary>
    Duration,

    /// <summary>A whole number, 0 or above.</summary>
    Number,

    /// <summary>An http or https URL; empty for none.</summary>
    Url,
}
