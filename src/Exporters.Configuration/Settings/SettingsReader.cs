namespace Exporters.Configuration.Settings;

/// <summary>Fills setting values from the file and from the environment, in that order; flags come after both.</summary>
public static class SettingsReader
{
    /// <summary>Asks a section of the file for the keys of every setting, <c>filesystem.mount_timeout</c> say.</summary>
    public static void ReadSection(ConfigMap section, IEnumerable<Setting> settings, SettingValues values)
    {
        foreach (var group in settings.Where(setting => setting.Keys.Count > 1).GroupBy(setting => setting.Keys[0], StringComparer.Ordinal))
        {
            if (section.Get(group.Key) is not { } node)
            {
                continue;
            }

            var map = node.Map();
            foreach (var setting in group)
            {
                if (map.Get(string.Join('_', setting.Keys.Skip(1))) is { } value)
                {
                    ReadNode(value, setting, values);
                }
            }

            map.RejectUnknown();
        }
    }

    /// <summary>Gives a setting the value of a node of the file; a list for settings that may be repeated.</summary>
    public static void ReadNode(ConfigNode node, Setting setting, SettingValues values)
    {
        var texts = new List<string>();
        foreach (var item in setting.Kind == SettingKind.Texts ? node.Items() : [node])
        {
            if (item.Text() is not { } text)
            {
                continue;
            }

            if (values.TrySet(setting, [text], $"line {item.Line}", out var error))
            {
                texts.Add(text);
            }
            else
            {
                item.Problem(error);
            }
        }

        if (texts.Count > 1)
        {
            values.TrySet(setting, texts, $"line {node.Line}", out _);
        }
    }

    /// <summary>Takes every setting that has a variable; of those that may be repeated, commas separate the values.</summary>
    public static void ReadEnvironment(
        IEnumerable<Setting> settings, SettingValues values, ConfigReport report, Func<string, string?> environment)
    {
        foreach (var setting in settings)
        {
            if (environment(setting.Variable) is not { Length: > 0 } text)
            {
                continue;
            }

            IReadOnlyList<string> texts = setting.Kind == SettingKind.Texts
                ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                : [text];
            if (!values.TrySet(setting, texts, "$" + setting.Variable, out var error))
            {
                report.Add(new Problem("$" + setting.Variable, 0, 0, "", error));
            }
        }
    }
}
