namespace Exporters.Logs.Sources.Containers;

/// <summary>Where a container's log is read.</summary>
internal enum LogPlace
{
    /// <summary>Nowhere: its driver keeps nothing that could be read.</summary>
    Nowhere,

    /// <summary>In a file of the daemon.</summary>
    File,

    /// <summary>Through the Engine API.</summary>
    Api,
}
