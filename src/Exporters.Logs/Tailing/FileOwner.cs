using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>The source that a file of an earlier run belongs to now.</summary>
/// <param name="Finder">Finds the files of the source.</param>
/// <param name="Source">The source's rules.</param>
/// <param name="Resource">What the source's files are called until they are found.</param>
internal readonly record struct FileOwner(IFileFinder Finder, SourceSetup Source, LogResource Resource);
