using Exporters.Metrics.Checks;

namespace Exporters.Checks;

/// <summary>A check that was made.</summary>
/// <param name="Subject">What was asked.</param>
/// <param name="Answer">What came back.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record CheckOutcome(string Subject, CheckAnswer Answer, TimeSpan Elapsed);
