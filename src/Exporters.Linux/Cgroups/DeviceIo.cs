namespace Exporters.Linux.Cgroups;

/// <summary>What a group read from and wrote to one block device.</summary>
/// <param name="Major">Major number of the device.</param>
/// <param name="Minor">Minor number of the device.</param>
public record struct DeviceIo(uint Major, uint Minor)
{
    /// <summary>Bytes read; 0 before the first one, null, as the next three, where the file has something else than a number.</summary>
    public ulong? ReadBytes { get; set; } = 0;

    /// <summary>Bytes written.</summary>
    public ulong? WrittenBytes { get; set; } = 0;

    /// <summary>Reads.</summary>
    public ulong? Reads { get; set; } = 0;

    /// <summary>Writes.</summary>
    public ulong? Writes { get; set; } = 0;

    /// <summary>v1: bytes by other kinds; null where the version does not tell.</summary>
    public ulong? SyncBytes { get; set; }

    /// <summary>v1: bytes of asynchronous requests.</summary>
    public ulong? AsyncBytes { get; set; }

    /// <summary>v1: bytes discarded.</summary>
    public ulong? DiscardedBytes { get; set; }

    /// <summary>v1: bytes of all requests.</summary>
    public ulong? TotalBytes { get; set; }

    /// <summary>v2 with io.cost: seconds of device time used.</summary>
    public double? CostUsageSeconds { get; set; }

    /// <summary>v2 with io.cost: seconds waited.</summary>
    public double? CostWaitSeconds { get; set; }

    /// <summary>v2 with io.cost: seconds in debt.</summary>
    public double? CostIndebtSeconds { get; set; }

    /// <summary>v2 with io.cost: seconds delayed.</summary>
    public double? CostIndelaySeconds { get; set; }
}
