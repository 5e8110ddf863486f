namespace Exporters.Configuration.Patterns;

/// <summary>
/// A pattern in the language of .NET's engine. There are two forms, because <c>\b</c> and characters beyond U+FFFF cost
/// lookarounds and alternatives that texts of ASCII characters do not need.
/// </summary>
/// <param name="Ascii">For texts of ASCII characters.</param>
/// <param name="Any">For all texts; equal to <paramref name="Ascii"/> where nothing differs.</param>
/// <param name="IsAsciiLinear">Whether the engine without backtracking can run <paramref name="Ascii"/>.</param>
/// <param name="IsAnyLinear">The same for <paramref name="Any"/>.</param>
/// <param name="GroupNames">The names of the groups by number; null for one without a name. The first is the whole match.</param>
internal sealed record PatternForms(string Ascii, string Any, bool IsAsciiLinear, bool IsAnyLinear, IReadOnlyList<string?> GroupNames);
