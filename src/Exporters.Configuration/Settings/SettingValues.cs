using System.Collections.Concurrent;
using System.Globalization;
using Exporters.Configuration.Patterns;

namespace Exporters.Configuration.Settings;

/// <summary>
/// What the settings came to after flag, environment and file. Every text in it was checked when it was read, so the typed
/// readers do not fail.
/// </summary>
public sealed class SettingValues
{
    private readonly Dictionary<string, IReadOnlyList<string>> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _origins = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Pattern> _patterns = [];

    /// <summary>Gives a setting its value; a later call for the same setting replaces it. False, with the reason, when the text is not of its kind.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="texts">Its value; several only for <see cref="SettingKind.Texts"/>.</param>
    /// <param name="origin">Where it was said: <c>--flag</c>, <c>$VARIABLE</c>, <c>file:line</c>.</param>
    /// <param name="error">What is wrong.</param>
    public bool TrySet(Setting setting, IReadOnlyList<string> texts, string origin, out string error)
    {
        foreach (var text in texts)
        {
            if ((Check(setting.Kind, text) ?? setting.Check?.Invoke(text)) is { } wrong)
            {
                error = wrong;
                return false;
            }
        }

        error = "";
        _given[setting.Name] = texts;
        _origins[setting.Name] = origin;
        return true;
    }

    /// <summary>Whether anybody said something, as opposed to the default.</summary>
    public bool IsGiven(Setting setting) => _given.ContainsKey(setting.Name);

    /// <summary>Where the value was said; null for the default.</summary>
    public string? Origin(Setting setting) => _origins.GetValueOrDefault(setting.Name);

    /// <summary>On or off.</summary>
    public bool Switch(Setting setting) => Text(setting) == "true";

    /// <summary>The text; of several the last.</summary>
    public string Text(Setting setting) => _given.TryGetValue(setting.Name, out var texts) && texts.Count > 0 ? texts[^1] : setting.Default;

    /// <summary>All texts.</summary>
    public IReadOnlyList<string> Texts(Setting setting) =>
        _given.TryGetValue(setting.Name, out var texts) ? texts : setting.Default.Length == 0 ? [] : [setting.Default];

    /// <summary>The pattern; null when it is empty.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="isWhole">Whether it must match whole names.</param>
    public Pattern? Pattern(Setting setting, bool isWhole = false)
    {
        if (Text(setting) is not { Length: > 0 } text
            || !Configuration.Patterns.Pattern.TryParse(isWhole ? Configuration.Patterns.Pattern.Whole(text) : text, setting.Name, PatternInput.Names, out var pattern, out _))
        {
            return null;
        }

        _patterns.Add(pattern);
        return pattern;
    }

    /// <summary>The patterns that were handed out, for the count of matches that took too long.</summary>
    public IEnumerable<Pattern> Patterns => _patterns;

    /// <summary>The duration.</summary>
    public TimeSpan Duration(Setting setting) => Durations.TryParse(Text(setting), out var value) ? value : TimeSpan.Zero;

    /// <summary>The URL; null when it is empty.</summary>
    public Uri? Url(Setting setting) => Text(setting) is { Length: > 0 } text ? new Uri(text) : null;

    /// <summary>The number.</summary>
    public long Number(Setting setting) => long.Parse(Text(setting), CultureInfo.InvariantCulture);

    private static string? Check(SettingKind kind, string text) => kind switch
    {
        SettingKind.Switch when text is not ("true" or "false") => $"must be true or false, got \"{text}\"",
        SettingKind.Regex when text.Length > 0 && !Configuration.Patterns.Pattern.TryParse(text, "", PatternInput.Names, out _, out var error) => error,
        SettingKind.Duration when !Durations.TryParse(text, out _) => $"must be a duration such as 500ms, 30s or 1m30s, got \"{text}\"",
        SettingKind.Number when !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) => $"must be a whole number, got \"{text}\"",
        SettingKind.Url when text.Length > 0 && !IsUrl(text) => $"must be a URL such as https://example.org/path, got \"{text}\"",
        _ => null,
    };

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
