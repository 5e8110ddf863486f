using System.Text.Json;
using Exporters.Docker.Answers;

namespace Exporters.Docker;

/// <summary>
/// <c>GET /events</c>, opened: one JSON object a line, for as long as the daemon lives. Events that the daemon still remembers and
/// that are not older than the asked time come first. Read by one reader at a time.
/// </summary>
public sealed class DockerEventReader : IDisposable
{
    /// <summary>
    /// Life-cycle events only: a health check's run makes three exec events, which must be filtered at the source.
    /// <c>died</c> and <c>remove</c> are Podman's words.
    /// </summary>
    internal const string Filters =
        """{"type":["container"],"event":["create","start","die","died","oom","kill","stop","restart","pause","unpause","rename","destroy","remove","update","health_status"]}""";

    private const long NanosecondsPerSecond = 1_000_000_000;
    private const int ShownCharacters = 120;
    private static readonly Dictionary<string, string> NoAttributes = [];

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;
    private readonly string _endpoint;

    internal DockerEventReader(HttpResponseMessage response, Stream body, string endpoint)
    {
        _response = response;
        _lines = new StreamReader(body);
        _endpoint = endpoint;
    }

    /// <summary>The next event of a container; null when the daemon has closed the stream.</summary>
    /// <exception cref="DockerException">The connection broke (also in the middle of an event), or a line is no event.</exception>
    public async ValueTask<DockerEvent?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            string? line;
            try
            {
                line = await _lines.ReadLineAsync(cancellation);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new DockerException(DockerFailure.Unreachable, $"{_endpoint}: the event stream broke: {e.Message}", e);
            }

            if (line is null)
            {
                return null;
            }

            if (line.Length > 0 && Parse(line) is { } parsed)
            {
                return parsed;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private DockerEvent? Parse(string line)
    {
        EventAnswer? answer;
        try
        {
            answer = JsonSerializer.Deserialize(line, AnswersJson.Default.EventAnswer);
        }
        catch (JsonException e)
        {
            var shown = line.Length > ShownCharacters ? line[..ShownCharacters] + "…" : line;
            throw new DockerException(DockerFailure.Format, $"{_endpoint}: expected an event in JSON, got \"{shown}\"", e);
        }

        if (answer is not { Actor.ID: { Length: > 0 } id } || (answer.Action ?? answer.Status) is not { } action || answer.Type is not (null or "container"))
        {
            return null;
        }

        var time = answer.TimeNano != 0 ? answer.TimeNano : answer.Time * NanosecondsPerSecond;
        var word = action switch { "died" => "die", "remove" => "destroy", _ => action };
        return new DockerEvent(id, word, time, answer.Actor.Attributes ?? NoAttributes);
    }
}
