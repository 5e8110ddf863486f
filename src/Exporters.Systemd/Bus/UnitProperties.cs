using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>
/// What a unit says of itself, org.freedesktop.systemd1(5). Null: this kind of unit, or this version of systemd, has no such
/// property, or it is not set. Time stamps are microseconds since 1970, 0 for never.
/// </summary>
internal sealed class UnitProperties
{
    public string? LoadState { get; private set; }

    public ulong? ActiveEnter { get; private set; }

    public ulong? ActiveExit { get; private set; }

    public ulong? InactiveEnter { get; private set; }

    public ulong? InactiveExit { get; private set; }

    /// <summary>Type of a service (<c>simple</c>) or of a mount (<c>tmpfs</c>).</summary>
    public string? Type { get; private set; }

    /// <summary>How the last run went: <c>success</c>, <c>exit-code</c>, <c>oom-kill</c> …</summary>
    public string? Result { get; private set; }

    /// <summary>How the main process ended: 1 exited, 2 killed, 3 dumped core; 0 not at all.</summary>
    public int? ExecMainCode { get; private set; }

    /// <summary>Its exit status, or the number of the signal.</summary>
    public int? ExecMainStatus { get; private set; }

    /// <summary>The main process; 0 for none. A number of the manager's PID name space.</summary>
    public uint? MainPid { get; private set; }

    /// <summary>Automatic restarts.</summary>
    public uint? Restarts { get; private set; }

    /// <summary>Path below the root of the cgroup tree; null when the unit has none.</summary>
    public string? ControlGroup { get; private set; }

    public ulong? TasksCurrent { get; private set; }

    public ulong? TasksMax { get; private set; }

    /// <summary>Bytes.</summary>
    public ulong? MemoryCurrent { get; private set; }

    /// <summary>Bytes in; 2^64−1 without accounting, which the peer prints as it is.</summary>
    public ulong? IpIngressBytes { get; private set; }

    public ulong? IpIngressPackets { get; private set; }

    public ulong? IpEgressBytes { get; private set; }

    public ulong? IpEgressPackets { get; private set; }

    /// <summary>Whether a socket unit starts one service for each connection.</summary>
    public bool Accept { get; private set; }

    public uint? Accepted { get; private set; }

    public uint? Connections { get; private set; }

    public uint? Refused { get; private set; }

    public ulong? LastTrigger { get; private set; }

    /// <summary>What is known of a unit that is not there any more.</summary>
    public static readonly UnitProperties NotFound = new() { LoadState = "not-found" };

    /// <summary>Reads the answer of <c>GetAll</c> for all interfaces of a unit's object.</summary>
    public static UnitProperties Read(ref Reader body)
    {
        var unit = new UnitProperties();
        for (var property = new PropertyReader(ref body); property.Next();)
        {
            unit.Take(ref property);
        }

        return unit;
    }

    private void Take(ref PropertyReader property)
    {
        var key = property.Key;
        switch (key.Length)
        {
            case 4 when key.SequenceEqual("Type"u8):
                Type = property.Word();
                break;
            case 6 when key.SequenceEqual("Result"u8):
                Result = property.Word();
                break;
            case 6 when key.SequenceEqual("Accept"u8):
                Accept = property.Bool() ?? false;
                break;
            case 7 when key.SequenceEqual("MainPID"u8):
                MainPid = property.UInt32();
                break;
            case 8 when key.SequenceEqual("TasksMax"u8):
                TasksMax = property.UInt64();
                break;
            case 8 when key.SequenceEqual("NRefused"u8):
                Refused = property.UInt32();
                break;
            case 9 when key.SequenceEqual("LoadState"u8):
                LoadState = property.Word();
                break;
            case 9 when key.SequenceEqual("NRestarts"u8):
                Restarts = property.UInt32();
                break;
            case 9 when key.SequenceEqual("NAccepted"u8):
                Accepted = property.UInt32();
                break;
            default:
                TakeLong(ref property, key);
                break;
        }
    }

    private void TakeLong(ref PropertyReader property, ReadOnlySpan<byte> key)
    {
        switch (key.Length)
        {
            case 12 when key.SequenceEqual("ExecMainCode"u8):
                ExecMainCode = property.Int32();
                break;
            case 12 when key.SequenceEqual("NConnections"u8):
                Connections = property.UInt32();
                break;
            case 12 when key.SequenceEqual("ControlGroup"u8):
                ControlGroup = property.Word() is { Length: > 0 } path ? path : null;
                break;
            case 12 when key.SequenceEqual("TasksCurrent"u8):
                TasksCurrent = property.UInt64();
                break;
            case 13 when key.SequenceEqual("MemoryCurrent"u8):
                MemoryCurrent = property.UInt64();
                break;
            case 13 when key.SequenceEqual("IPEgressBytes"u8):
                IpEgressBytes = property.RawUInt64();
                break;
            case 14 when key.SequenceEqual("IPIngressBytes"u8):
                IpIngressBytes = property.RawUInt64();
                break;
            case 14 when key.SequenceEqual("ExecMainStatus"u8):
                ExecMainStatus = property.Int32();
                break;
            case 15 when key.SequenceEqual("LastTriggerUSec"u8):
                LastTrigger = property.UInt64();
                break;
            case 15 when key.SequenceEqual("IPEgressPackets"u8):
                IpEgressPackets = property.RawUInt64();
                break;
            case 16 when key.SequenceEqual("IPIngressPackets"u8):
                IpIngressPackets = property.RawUInt64();
                break;
            case 19 when key.SequenceEqual("ActiveExitTimestamp"u8):
                ActiveExit = property.UInt64();
                break;
            case 20 when key.SequenceEqual("ActiveEnterTimestamp"u8):
                ActiveEnter = property.UInt64();
                break;
            case 21 when key.SequenceEqual("InactiveExitTimestamp"u8):
                InactiveExit = property.UInt64();
                break;
            case 22 when key.SequenceEqual("InactiveEnterTimestamp"u8):
                InactiveEnter = property.UInt64();
                break;
        }
    }
}
