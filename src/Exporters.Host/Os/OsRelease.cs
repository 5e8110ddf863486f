using System.Globalization;
using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Os;

/// <summary>
/// os-release(5): assignments as a shell reads them, with or without quotes. The last one of a name holds; what is not there is
/// empty.
/// <code>
/// VERSION_ID="12"
/// ID=debian
/// </code>
/// </summary>
internal sealed class OsRelease
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private OsRelease()
    {
    }

    /// <summary>The value of a name, empty when it is missing.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>The number at the head of VERSION_ID, major or major.minor; null when it has none.</summary>
    public double? Version
    {
        get
        {
            var text = this["VERSION_ID"].AsSpan();
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits >= 0 && text[digits] == '.')
            {
                var minor = text[(digits + 1)..].IndexOfAnyExceptInRange('0', '9');
                digits = minor < 0 ? -1 : digits + 1 + minor;
            }

            var number = digits < 0 ? text : text[..digits];
            return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) && version > 0
                ? version
                : null;
        }
    }

    /// <summary>When support ends (SUPPORT_END, a date in UTC), in Unix time; null when it is not said.</summary>
    public double? SupportEndSeconds { get; private set; }

    /// <summary>
    /// Reads the file; comments and lines without an equals sign are passed over. A SUPPORT_END that is no date is null, and reported.
    /// </summary>
    public static OsRelease Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        var release = new OsRelease();
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var entry = Encoding.UTF8.GetString(line.Rest).Trim();
            var equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && entry[0] != '#')
            {
                var name = entry[..equals];
                var value = Unquote(entry.AsSpan(equals + 1));
                release._values[name] = value;
                if (name == "SUPPORT_END")
                {
                    release.SupportEndSeconds = UnixTime(value);
                    if (release.SupportEndSeconds is null)
                    {
                        line.Report(line.Rest, "a date such as SUPPORT_END=2028-06-30");
                    }
                }
            }
        }

        return release;
    }

    private static double? UnixTime(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds()
            : null;

    /// <summary>Takes off one pair of quotes; in double quotes a backslash makes the next character plain.</summary>
    private static string Unquote(ReadOnlySpan<char> value)
    {
        if (value is ['\'', .. var single, '\''])
        {
            return single.ToString();
        }

        if (value is ['"', .. var inner, '"'])
        {
            value = inner;
        }

        if (!value.Contains('\\'))
        {
            return value.ToString();
        }

        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && i + 1 < value.Length)
            {
                i++;
            }

            plain.Append(value[i]);
        }

        return plain.ToString();
    }
}
