namespace Exporters.Metrics.Checks;

/// <summary>The outcome of one check.</summary>
/// <param name="State">What it came to.</param>
/// <param name="Detail">One sentence: what answered, or what is wrong and what to do.</param>
public sealed record CheckAnswer(CheckState State, string Detail)
{
    /// <summary>It answers as it should.</summary>
    public static CheckAnswer Good(string detail) => new(CheckState.Good, detail);

    /// <summary>Nothing is wrong, but a person should know it.</summary>
    public static CheckAnswer Note(string detail) => new(CheckState.Note, detail);

    /// <summary>It does not answer, or not as it should.</summary>
    public static CheckAnswer Bad(string detail) => new(CheckState.Bad, detail);
}
