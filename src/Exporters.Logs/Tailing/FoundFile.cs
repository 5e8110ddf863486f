using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>A file that some source wants followed.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Source">The source.</param>
/// <param name="Resource">What its stream is called.</param>
/// <param name="IsFirstLook">Whether its finder was asked for the first time.</param>
internal readonly record struct FoundFile(string Path, SourceSetup Source, LogResource Resource, bool IsFirstLook = false);
