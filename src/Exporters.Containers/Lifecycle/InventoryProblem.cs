using Exporters.Metrics;

namespace Exporters.Containers.Lifecycle;

/// <summary>Why the daemon cannot be read.</summary>
/// <param name="Reason">The bounded reason.</param>
/// <param name="Message">What is wrong and what mends it.</param>
internal sealed record InventoryProblem(UnavailableReason Reason, string Message);
