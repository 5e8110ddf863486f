namespace Exporters.Metrics.Checks;

/// <summary>Something outside of the process that the configuration names, and how to find out whether it answers.</summary>
/// <param name="Subject">What is asked, for people: <c>docker unix:///var/run/docker.sock</c>. Two checks with one subject are the same.</param>
/// <param name="AskAsync">Asks it. May block its thread; the caller has a deadline of its own.</param>
public sealed record OutsideCheck(string Subject, Func<CancellationToken, Task<CheckAnswer>> AskAsync)
{
    /// <summary>A check that does not wait on anybody.</summary>
    public static OutsideCheck Of(string subject, Func<CheckAnswer> ask) => new(subject, _ => Task.FromResult(ask()));
}
