using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Exporters.Doctor;

/// <summary>What <c>exporters doctor</c> prints: lines for people, or one JSON document for programs.</summary>
internal static class DoctorText
{
    /// <summary>The exit code: of the finding that matters most.</summary>
    public static int ExitCode(IEnumerable<Finding> findings) => findings.Select(finding => Math.Max(0, (int)finding.Severity)).DefaultIfEmpty().Max();

    /// <summary>The worst first, each with its command below it; then what is read, then what is not here.</summary>
    public static string Lines(IReadOnlyList<Finding> findings)
    {
        var text = new StringBuilder();
        foreach (var finding in findings.OrderByDescending(finding => finding.Severity).ThenBy(finding => finding.Source, StringComparer.Ordinal))
        {
            var reason = finding.Severity > Severity.Readable && finding.Reason.Length > 0 ? $" ({finding.Reason})" : "";
            text.Append(Word(finding.Severity).PadRight(12)).Append(finding.Source).Append(reason)
                .Append(finding.Detail.Length > 0 ? $": {finding.Detail.ReplaceLineEndings(" ")}" : "").Append('\n');
            if (finding.Mend is { } mend)
            {
                text.Append(' ', 12).Append("mend it: ").Append(mend).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The document: <c>installation</c>, <c>sources</c>, <c>exit_code</c>.</summary>
    public static string Json(Installation installation, IReadOnlyList<Finding> findings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("installation", installation.Text);
            json.WriteStartArray("sources");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("source", finding.Source);
                json.WriteString("state", Word(finding.Severity));
                json.WriteString("reason", finding.Reason);
                json.WriteString("detail", finding.Detail);
                json.WriteString("mend", finding.Mend);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("exit_code", ExitCode(findings));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Readable => "readable",
        Severity.Absent => "absent",
        Severity.Unreadable => "unreadable",
        _ => "broken",
    };
}
