using Exporters.Configuration.Patterns;

namespace Exporters.Probes.Modules;

/// <summary>A check of a response header.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Pattern">What a value is compared with.</param>
/// <param name="AllowMissing">Whether its absence is no failure.</param>
internal sealed record HeaderMatch(string Header, Pattern Pattern, bool AllowMissing);
