using Exporters.Configuration.Patterns;

namespace Exporters.Probes.Cel;

/// <summary>One evaluation: its variables, and what it may cost.</summary>
/// <param name="slots">How many variables there are at once.</param>
/// <param name="body">The body, variable 0.</param>
/// <param name="matches">Whether a regular expression matches a text of the body.</param>
/// <param name="cancel">The probe's end.</param>
internal sealed class CelScope(int slots, object? body, Func<Pattern, string, bool> matches, CancellationToken cancel)
{
    private const int MostSteps = 10_000_000;
    private const int StepsBetweenLooks = 1024;
    private readonly object?[] _slots = new object?[slots];
    private int _steps;

    /// <summary>A variable's value.</summary>
    public object? this[int slot]
    {
        get => slot == 0 ? body : _slots[slot];
        set => _slots[slot] = value;
    }

    /// <summary>Whether a regular expression matches a text of the body.</summary>
    public Func<Pattern, string, bool> Matches { get; } = matches;

    /// <summary>Counts one turn of a loop.</summary>
    /// <exception cref="CelException">It were too many.</exception>
    /// <exception cref="OperationCanceledException">The probe's time is up.</exception>
    public void Step(int position)
    {
        if (++_steps % StepsBetweenLooks == 0)
        {
            cancel.ThrowIfCancellationRequested();
            if (_steps > MostSteps)
            {
                throw new CelException(position, $"takes more than {MostSteps} steps on this body");
            }
        }
    }
}
