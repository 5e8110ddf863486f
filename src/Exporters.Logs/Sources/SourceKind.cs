namespace Exporters.Logs.Sources;

/// <summary>What a source is.</summary>
internal enum SourceKind
{
    /// <summary>Files by pattern.</summary>
    File,

    /// <summary>Every container of a Docker daemon.</summary>
    Docker,

    /// <summary>systemd's journal.</summary>
    Journal,
}
