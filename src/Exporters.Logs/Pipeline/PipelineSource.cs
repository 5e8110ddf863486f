using Exporters.Logs.Records;
using Exporters.Logs.Sources;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;

namespace Exporters.Logs.Pipeline;

/// <summary>A configured source at work: either its files are found and followed, or it is read by a reader of its own.</summary>
/// <param name="Setup">What its streams share.</param>
/// <param name="Resource">What its streams are called unless they say otherwise.</param>
/// <param name="Finder">Finds its files; null when it has none.</param>
/// <param name="Reader">Reads it; null when it is files.</param>
internal sealed record PipelineSource(SourceSetup Setup, LogResource Resource, IFileFinder? Finder, ISourceReader? Reader);
