using System.Text;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>What a manager says of itself: org.freedesktop.systemd1.Manager in org.freedesktop.systemd1(5).</summary>
internal sealed class ManagerProperties
{
    /// <summary>The stages of the boot that have time stamps, in the order in which they are printed.</summary>
    public static readonly IReadOnlyList<string> Stages =
    [
        "Finish", "Firmware", "Loader", "Kernel", "InitRD", "InitRDGeneratorsStart", "InitRDGeneratorsFinish", "InitRDSecurityStart",
        "InitRDSecurityFinish", "InitRDUnitsLoadStart", "InitRDUnitsLoadFinish", "GeneratorsStart", "GeneratorsFinish", "SecurityStart",
        "SecurityFinish", "Userspace", "UnitsLoadStart", "UnitsLoadFinish",
    ];

    private static readonly byte[][] StageKeys = [.. Stages.Select(stage => Encoding.ASCII.GetBytes($"{stage}Timestamp"))];

    /// <summary>The version in full, <c>252.39-1~deb12u2</c>.</summary>
    public string? Version { get; private set; }

    /// <summary>The kind of virtualisation; empty for none, null when the manager does not tell.</summary>
    public string? Virtualization { get; private set; }

    /// <summary>running, degraded, starting, maintenance, stopping …; null before version 212.</summary>
    public string? SystemState { get; private set; }

    /// <summary>The watchdog's device; empty for none.</summary>
    public string? WatchdogDevice { get; private set; }

    /// <summary>Microseconds since 1970.</summary>
    public ulong? WatchdogLastPing { get; private set; }

    /// <summary>Microseconds since the boot.</summary>
    public ulong? WatchdogLastPingMonotonic { get; private set; }

    /// <summary>Microseconds; 0 when the watchdog is off.</summary>
    public ulong? WatchdogRuntime { get; private set; }

    /// <summary>Microseconds since 1970, by the place of the stage in <see cref="Stages"/>; 0 when the stage did not exist.</summary>
    public ulong?[] StageTimes { get; } = new ulong?[Stages.Count];

    /// <summary>The same on the monotonic clock.</summary>
    public ulong?[] StageMonotonicTimes { get; } = new ulong?[Stages.Count];

    /// <summary>Reads the answer of <c>GetAll</c>.</summary>
    public static ManagerProperties Read(ref Reader body)
    {
        var manager = new ManagerProperties();
        for (var property = new PropertyReader(ref body); property.Next();)
        {
            manager.Take(ref property);
        }

        return manager;
    }

    private void Take(ref PropertyReader property)
    {
        var key = property.Key;
        if (key.SequenceEqual("Version"u8))
        {
            Version = property.Word();
        }
        else if (key.SequenceEqual("Virtualization"u8))
        {
            Virtualization = property.Word();
        }
        else if (key.SequenceEqual("SystemState"u8))
        {
            SystemState = property.Word();
        }
        else if (key.SequenceEqual("WatchdogDevice"u8))
        {
            WatchdogDevice = property.Word();
        }
        else if (key.SequenceEqual("WatchdogLastPingTimestamp"u8))
        {
            WatchdogLastPing = property.UInt64();
        }
        else if (key.SequenceEqual("WatchdogLastPingTimestampMonotonic"u8))
        {
            WatchdogLastPingMonotonic = property.UInt64();
        }
        else if (key.SequenceEqual("RuntimeWatchdogUSec"u8))
        {
            WatchdogRuntime = property.UInt64();
        }
        else
        {
            TakeStage(ref property, key);
        }
    }

    private void TakeStage(ref PropertyReader property, ReadOnlySpan<byte> key)
    {
        var isMonotonic = key.EndsWith("Monotonic"u8);
        var wanted = isMonotonic ? key[..^"Monotonic".Length] : key;
        for (var i = 0; i < StageKeys.Length; i++)
        {
            if (wanted.SequenceEqual(StageKeys[i]))
            {
                (isMonotonic ? StageMonotonicTimes : StageTimes)[i] = property.UInt64();
                return;
            }
        }
    }
}
