namespace Exporters.Logs.Spool;

/// <summary>What comes next in a spool.</summary>
internal enum SpoolRecordKind : byte
{
    /// <summary>Bytes that were appended in one go. The numbers are on disk.</summary>
    Bytes = 1,

    /// <summary>A place whose bytes were given up for room.</summary>
    Dropped = 2,

    /// <summary>A place whose bytes on disk are not what was written. Never on disk itself.</summary>
    Broken = 3,
}
