using System.Globalization;
using Exporters.Metrics;
using Microsoft.Extensions.Logging;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// The labels that all series of a container have: <c>id</c>, <c>name</c>, <c>image</c>, and those of its own labels and variables
/// that are wanted, with the names that the peer gives them. Where several come to one name, the first by its own name in byte order
/// is shown, and the collision is logged once for each name.
/// </summary>
internal sealed partial class ContainerLabels(IReadOnlyList<string> wantedLabels, IReadOnlyList<string> wantedEnv, ILogger log)
{
    /// <summary>Not a label of Docker: the peer shows how often the restart policy acted as if it were one.</summary>
    private const string RestartCount = "restartcount";

    /// <summary>Names of labels are chosen by whoever makes containers, so the memory for them is bounded.</summary>
    private const int MostReported = 100;

    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>Encodes the labels of a container.</summary>
    public LabelSet Of(string path, ContainerFacts facts)
    {
        var names = new List<string> { "id", "name", "image" };
        var values = new List<string?> { path, facts.Name, facts.Image };
        var sources = new List<string> { "", "", "" };
        foreach (var (key, value) in WantedLabels(facts))
        {
            Add("container_label_" + Sanitized(key), value, key);
        }

        foreach (var (variable, value) in WantedVariables(facts))
        {
#pragma warning disable CA1308 // The peer lower-cases the names of variables.
            Add("container_env_" + Sanitized(variable.ToLowerInvariant()), value, variable);
#pragma warning restore CA1308
        }

        return new LabelSet(names.ToArray(), values.ToArray());

        void Add(string name, string value, string source)
        {
            var at = names.IndexOf(name);
            if (at < 0)
            {
                names.Add(name);
                values.Add(value);
                sources.Add(source);
            }
            else if (_reported.Count < MostReported && _reported.Add(name))
            {
                Log.Collided(log, facts.Name, sources[at], source, name);
            }
        }
    }

    /// <summary>The labels of a group that no daemon tells of: its path, and the container's id where it is one.</summary>
    public static LabelSet Of(string path, string? containerId) =>
        containerId is null ? LabelSet.Of("id", path) : new LabelSet(["id", "name"], [path, containerId]);

    private static string Sanitized(string name) =>
        string.Create(name.Length, name, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
            }
        });

    /// <summary>The container's labels that are wanted, in byte order of their names, and the restart count behind them.</summary>
    private List<(string Key, string Value)> WantedLabels(ContainerFacts facts)
    {
        var wanted = new List<(string Key, string Value)>();
        foreach (var (key, value) in facts.Labels)
        {
            if (IsWanted(key))
            {
                wanted.Add((key, value));
            }
        }

        wanted.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        if (facts.RestartCount > 0 && wantedLabels.Contains(RestartCount))
        {
            wanted.Add((RestartCount, facts.RestartCount.ToString(CultureInfo.InvariantCulture)));
        }

        return wanted;
    }

    /// <summary>The container's variables that are wanted, in byte order of their names.</summary>
    private List<(string Name, string Value)> WantedVariables(ContainerFacts facts)
    {
        var wanted = new List<(string Name, string Value)>();
        foreach (var variable in wantedEnv.Count > 0 ? facts.Env : [])
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && wantedEnv.Contains(variable[..equals], StringComparer.OrdinalIgnoreCase))
            {
                wanted.Add((variable[..equals], variable[(equals + 1)..]));
            }
        }

        wanted.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return wanted;
    }

    private bool IsWanted(string key)
    {
        foreach (var wanted in wantedLabels)
        {
            if (wanted.EndsWith('*') ? key.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1)) : key == wanted)
            {
                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning,
            "Container {Container}: {Shown} and {LeftOut} both become the label {Label}; {Shown} is shown, the other is left out; rename one, or name only one in containers.labels or containers.env")]
        public static partial void Collided(ILogger logger, string container, string shown, string leftOut, string label);
    }
}
