using System.CommandLine;
using Exporters.Configuration;
using Exporters.Configuration.Settings;

namespace Exporters.Commands;

/// <summary>A setting as an option of the command line; a switch has a second one, <c>--no-NAME</c>.</summary>
internal sealed class SettingOption
{
    private readonly Setting _setting;
    private readonly Option<string[]> _option;
    private readonly Option<bool>? _negation;

    public SettingOption(Setting setting)
    {
        _setting = setting;
        _option = new Option<string[]>("--" + setting.Name)
        {
            Description = setting.Help + (setting.Default.Length > 0 ? $" [default: {setting.Default}]" : ""),
            Arity = setting.Kind == SettingKind.Switch ? ArgumentArity.ZeroOrOne : ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            HelpName = setting.Kind switch
            {
                SettingKind.Switch => "true|false",
                SettingKind.Regex => "regex",
                SettingKind.Duration => "duration",
                SettingKind.Number => "number",
                SettingKind.Url => "url",
                _ => "text",
            },
            Recursive = true,
        };
        if (setting.Kind == SettingKind.Switch)
        {
            _negation = new Option<bool>("--no-" + setting.Name) { Hidden = true, Recursive = true, Arity = ArgumentArity.Zero };
        }
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_option);
        if (_negation is not null)
        {
            command.Options.Add(_negation);
        }
    }

    /// <summary>Takes over what the command line says about the setting.</summary>
    public void Apply(ParseResult parsed, SettingValues values, ConfigReport report)
    {
        if (_negation is not null && parsed.GetValue(_negation))
        {
            values.TrySet(_setting, ["false"], "--no-" + _setting.Name, out _);
            return;
        }

        if (parsed.GetResult(_option) is not { Implicit: false } result)
        {
            return;
        }

        string[] texts = [.. result.Tokens.Select(token => token.Value)];
        if (!values.TrySet(_setting, texts.Length == 0 ? ["true"] : texts, _option.Name, out var error))
        {
            report.Add(new Problem(_option.Name, 0, 0, "", error));
        }
    }
}
