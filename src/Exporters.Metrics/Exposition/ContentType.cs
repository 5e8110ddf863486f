namespace Exporters.Metrics.Exposition;

/// <summary>What the page is answered as.</summary>
/// <param name="Format">The format.</param>
/// <param name="Header">The value of the <c>Content-Type</c> header.</param>
public readonly record struct ContentType(ExpositionFormat Format, string Header);
