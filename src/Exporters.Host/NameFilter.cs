using Exporters.Configuration.Patterns;
using Exporters.Configuration.Settings;

namespace Exporters.Host;

/// <summary>
/// Which devices a collector shows: those that match an include pattern, or those that do not match an exclude pattern. Giving
/// the include clears the default of the exclude; giving both is an error. Patterns are not anchored.
/// </summary>
internal sealed class NameFilter
{
    private readonly Pattern? _include;
    private readonly Pattern? _exclude;

    private NameFilter(Pattern? include, Pattern? exclude)
    {
        _include = include;
        _exclude = exclude;
    }

    /// <summary>Reads the two settings; <paramref name="formerExclude"/> is the name that older releases had for the exclude.</summary>
    /// <exception cref="SettingConflictException">More than one of them was given.</exception>
    public static NameFilter Read(SettingValues settings, Setting include, Setting exclude, Setting? formerExclude = null)
    {
        var includeGiven = settings.Text(include).Length > 0;
        var excludeGiven = settings.IsGiven(exclude) && settings.Text(exclude).Length > 0;
        var formerGiven = formerExclude is not null && settings.Text(formerExclude).Length > 0;
        if (includeGiven && excludeGiven)
        {
            throw Conflict(settings, include, exclude);
        }

        if (formerGiven && (includeGiven || settings.IsGiven(exclude)))
        {
            throw Conflict(settings, includeGiven ? include : exclude, formerExclude!);
        }

        return includeGiven
            ? new NameFilter(settings.Pattern(include), null)
            : new NameFilter(null, settings.Pattern(formerGiven ? formerExclude! : exclude));
    }

    /// <summary>Whether the device is shown. Ask once per new device and remember the answer.</summary>
    public bool Admits(string name) => _include?.IsMatch(name) ?? !(_exclude?.IsMatch(name) ?? false);

    private static SettingConflictException Conflict(SettingValues settings, Setting one, Setting other) => new(
        $"--{one.Name} (said by {settings.Origin(one)}) and --{other.Name} (said by {settings.Origin(other)}) cannot hold together: give only one of them");
}
