namespace Exporters.Host.Disk;

/// <summary>What an array is doing.</summary>
internal enum MdState
{
    /// <summary>None of the states that have a series: broken, reshaping.</summary>
    Other,

    /// <summary>In use.</summary>
    Active,

    /// <summary>Assembled and not started.</summary>
    Inactive,

    /// <summary>A replaced disk is being filled.</summary>
    Recovering,

    /// <summary>The disks are being made equal.</summary>
    Resync,

    /// <summary>The disks are being compared.</summary>
    Check,
}
