using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Exporters.Configuration;
using Exporters.Metrics.Checks;

namespace Exporters.Checks;

/// <summary>What <c>exporters check</c> prints: lines for people, or one JSON document for programs.</summary>
internal static class CheckText
{
    /// <summary>The word for a state, the same in both forms.</summary>
    public static string Word(CheckState state) => state switch
    {
        CheckState.Good => "ok",
        CheckState.Note => "note",
        _ => "fail",
    };

    /// <summary>One check as a line.</summary>
    public static string Line(CheckOutcome outcome) => $"{Word(outcome.Answer.State),-4}  {outcome.Subject}: {outcome.Answer.Detail.ReplaceLineEndings(" ")}";

    /// <summary>The document: <c>problems</c>, <c>checks</c>, <c>exit_code</c>.</summary>
    public static string Json(IEnumerable<Problem> problems, IEnumerable<CheckOutcome> outcomes, int exitCode)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                json.WriteStartObject();
                json.WriteString("file", problem.File);
                json.WriteNumber("line", problem.Line);
                json.WriteNumber("column", problem.Column);
                json.WriteString("path", problem.Path);
                json.WriteString("message", problem.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("checks");
            foreach (var outcome in outcomes)
            {
                json.WriteStartObject();
                json.WriteString("subject", outcome.Subject);
                json.WriteString("state", Word(outcome.Answer.State));
                json.WriteString("detail", outcome.Answer.Detail);
                json.WriteNumber("seconds", Math.Round(outcome.Elapsed.TotalSeconds, 3));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("exit_code", exitCode);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
