using System.Globalization;
using Exporters.Metrics;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// The labels that all series of a container have: <c>id</c>, <c>name</c>, <c>image</c>, and those of its own labels and variables
/// that are wanted, with the names that the peer gives them.
/// </summary>
internal sealed class ContainerLabels(IReadOnlyList<string> wantedLabels, IReadOnlyList<string> wantedEnv)
{
    /// <summary>Not a label of Docker: the peer shows how often the restart policy acted as if it were one.</summary>
    private const string RestartCount = "restartcount";

    /// <summary>Encodes the labels of a container.</summary>
    public LabelSet Of(string path, ContainerFacts facts)
    {
        var names = new List<string> { "id", "name", "image" };
        var values = new List<string?> { path, facts.Name, facts.Image };
        foreach (var (key, value) in facts.Labels)
        {
            if (IsWanted(key))
            {
                Add("container_label_" + Sanitized(key), value);
            }
        }

        if (facts.RestartCount > 0 && wantedLabels.Contains(RestartCount))
        {
            Add("container_label_" + RestartCount, facts.RestartCount.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var variable in wantedEnv.Count > 0 ? facts.Env : [])
        {
            var equals = variable.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && wantedEnv.Contains(variable[..equals], StringComparer.OrdinalIgnoreCase))
            {
#pragma warning disable CA1308 // The peer lower-cases the names of variables.
                Add("container_env_" + Sanitized(variable[..equals].ToLowerInvariant()), variable[(equals + 1)..]);
#pragma warning restore CA1308
            }
        }

        return new LabelSet(names.ToArray(), values.ToArray());

        // Two labels may come to the same name; the first one has it.
        void Add(string name, string value)
        {
            if (!names.Contains(name))
            {
                names.Add(name);
                values.Add(value);
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
}
