using System.Text.Json;
using Exporters.Configuration.Patterns;

namespace Exporters.Probes.Cel;

/// <summary>
/// A condition on a JSON body in Google's Common Expression Language (github.com/google/cel-spec), as much of it as makes sense
/// there: no bytes, times and messages. Numbers of JSON are doubles.
/// </summary>
internal sealed class CelProgram
{
    private static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 256 };
    private readonly CelExpression _root;
    private readonly int _slots;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="CelException">It is none, or has something in it that is not supported.</exception>
    public CelProgram(string text)
    {
        Text = text;
        _root = CelParser.Parse(text, out _slots);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>A body as a value.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static object? Body(string json)
    {
        using var document = JsonDocument.Parse(json, JsonOptions);
        return Value(document.RootElement);
    }

    /// <summary>Whether a body is as the expression says.</summary>
    /// <exception cref="CelException">The expression has no value for this body, or one that is no bool.</exception>
    /// <exception cref="OperationCanceledException">The probe's time is up.</exception>
    /// <param name="body">The body's value.</param>
    /// <param name="matches">Whether a regular expression matches a text of the body.</param>
    /// <param name="cancel">The probe's end.</param>
    public bool IsMatch(object? body, Func<Pattern, string, bool> matches, CancellationToken cancel) =>
        CelOperators.Bool(_root(new CelScope(_slots, body, matches, cancel)), 0);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static object? Value(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new CelMap();
                foreach (var property in element.EnumerateObject())
                {
                    map[property.Name] = Value(property.Value);
                }

                return map;
            case JsonValueKind.Array:
                var list = new List<object?>(element.GetArrayLength());
                foreach (var item in element.EnumerateArray())
                {
                    list.Add(Value(item));
                }

                return list;
            case JsonValueKind.String:
                return element.GetString();
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.Null:
                return null;
            default:
                return element.ValueKind == JsonValueKind.True;
        }
    }
}
