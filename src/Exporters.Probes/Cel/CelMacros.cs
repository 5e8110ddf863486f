namespace Exporters.Probes.Cel;

/// <summary>The loops of the language: <c>list.all(x, …)</c> and the like; over a map they go through its keys.</summary>
internal static class CelMacros
{
    /// <summary>Those written as methods.</summary>
    public static readonly IReadOnlyList<string> Names = ["all", "exists", "exists_one", "filter", "map"];

    /// <summary>A loop.</summary>
    /// <param name="name">Which.</param>
    /// <param name="over">The list or map.</param>
    /// <param name="slot">Where the loop's variable is.</param>
    /// <param name="parts">What is asked of each element; with three-part <c>map</c> the condition first.</param>
    /// <param name="position">Where its name is.</param>
    public static CelExpression Loop(string name, CelNode over, int slot, List<CelNode> parts, int position)
    {
        if (parts.Count != 1 && (name != "map" || parts.Count != 2))
        {
            throw new CelException(position, $"must be x.{name}(element, {(name == "map" ? "value" : "condition")})");
        }

        return name switch
        {
            "all" => scope => Decide(scope, over, slot, parts[0], decider: false, position),
            "exists" => scope => Decide(scope, over, slot, parts[0], decider: true, position),
            "exists_one" => scope => Pick(scope, over, slot, parts[0], null, position).Count == 1,
            "filter" => scope => Pick(scope, over, slot, parts[0], null, position),
            _ => scope => Pick(scope, over, slot, parts.Count == 2 ? parts[0] : null, parts[^1], position),
        };
    }

    /// <summary>Whether one element decides; one without a value counts only when none does.</summary>
    private static bool Decide(CelScope scope, CelNode over, int slot, CelNode condition, bool decider, int position)
    {
        CelException? fault = null;
        foreach (var element in Elements(over.Evaluate(scope), position))
        {
            scope.Step(position);
            scope[slot] = element;
            try
            {
                if (CelOperators.Bool(condition.Evaluate(scope), condition.Position) == decider)
                {
                    return decider;
                }
            }
            catch (CelException e)
            {
                fault ??= e;
            }
        }

        return fault is null ? !decider : throw fault;
    }

    private static List<object?> Pick(CelScope scope, CelNode over, int slot, CelNode? condition, CelNode? value, int position)
    {
        var picked = new List<object?>();
        foreach (var element in Elements(over.Evaluate(scope), position))
        {
            scope.Step(position);
            scope[slot] = element;
            if (condition is not { } test || CelOperators.Bool(test.Evaluate(scope), test.Position))
            {
                picked.Add(value is { } made ? made.Evaluate(scope) : element);
            }
        }

        return picked;
    }

    private static IEnumerable<object?> Elements(object? value, int position) => value switch
    {
        List<object?> list => list,
        CelMap map => map.Keys,
        _ => throw new CelException(position, $"{CelType.Of(value)} has no elements"),
    };
}
