using System.Buffers.Text;
using Exporters.Linux;

namespace Exporters.Host.Disk;

/// <summary>
/// <c>/proc/mdstat</c>, kernel <c>drivers/md/md.c</c>: the software RAID arrays.
/// <code>
/// Personalities : [raid1] [raid6] [raid5] [raid4]
/// md8 : active raid1 sdb1[1] sda1[0] sdc[2](S) sde[3](F)
///       195310144 blocks [2/2] [UU]
///       [=>...................]  resync =  8.5% (16775552/195310144) finish=17.0min speed=259783K/sec
///       bitmap: 0/16 pages [0KB], 65536KB chunk
///
/// unused devices: &lt;none&gt;
/// </code>
/// Indented lines belong to the array above them.
/// </summary>
internal ref struct MdstatReader(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
{
    private Utf8Cursor _file = new(text, source, unreadable);

    /// <summary>The array's name, <c>md8</c> say.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What the file says of it.</summary>
    public MdArray Array { get; private set; }

    /// <summary>Goes to the next array. A line that should name an array and does not is left out, with those below it, and reported.</summary>
    public bool Next()
    {
        while (_file.NextLine(out var line))
        {
            var whole = line.Rest;
            if (whole.TrimStart(" \t"u8).IsEmpty || IsIndented(whole) || whole.StartsWith("Personalities"u8) || whole.StartsWith("unused"u8))
            {
                continue;
            }

            Name = line.Field();
            if (!line.Field().SequenceEqual(":"u8))
            {
                line.Report(default, "an array as \"name : state level disks\"");
                continue;
            }

            Read(line);
            return true;
        }

        return false;
    }

    private void Read(Utf8Cursor line)
    {
        var disks = line.Rest;
        var state = line.Field();
        var level = line.Field();
        if (level.StartsWith("("u8))
        {
            level = line.Field(); // active (auto-read-only) raid1
        }

        ulong? blocks = null, required = null, active = null, synced = null;
        var activity = state.SequenceEqual("active"u8) ? MdState.Active : state.SequenceEqual("inactive"u8) ? MdState.Inactive : MdState.Other;
        var isSyncing = false;
        if (activity == MdState.Inactive)
        {
            required = active = 0;
        }
        else if (level.SequenceEqual("raid0"u8) || level.SequenceEqual("linear"u8))
        {
            required = active = (ulong)disks.Count((byte)'['); // no redundancy: all or nothing
        }

        while (IsIndented(_file.Rest) && _file.NextLine(out var detail))
        {
            var whole = detail.Rest;
            if (blocks is null && whole.IndexOf(" blocks"u8) >= 0)
            {
                blocks = detail.UInt64();
                if (required is null && TryPair(whole, (byte)'[', (byte)']', out var first, out var second))
                {
                    required = first;
                    active = second;
                }
            }
            else if (whole.IndexOf("bitmap"u8) < 0 && Activity(whole) is { } doing)
            {
                activity = doing;
                isSyncing = true;
                synced = whole.IndexOf("PENDING"u8) >= 0 || whole.IndexOf("DELAYED"u8) >= 0 ? 0
                    : TryPair(whole, (byte)'(', (byte)')', out var done, out _) ? done : null;
            }
        }

        Array = new MdArray(activity, required, active, disks.Count("(F)"u8), disks.Count("(S)"u8), blocks, isSyncing ? synced : blocks);
    }

    private static MdState? Activity(ReadOnlySpan<byte> line) =>
        line.IndexOf("recovery"u8) >= 0 ? MdState.Recovering
        : line.IndexOf("reshape"u8) >= 0 ? MdState.Other
        : line.IndexOf("check"u8) >= 0 ? MdState.Check
        : line.IndexOf("resync"u8) >= 0 ? MdState.Resync
        : null;

    /// <summary>Finds <c>[4/3]</c> or <c>(16775552/195310144)</c>.</summary>
    private static bool TryPair(ReadOnlySpan<byte> line, byte open, byte close, out ulong first, out ulong second)
    {
        for (var start = line.IndexOf(open); start >= 0; start = line.IndexOf(open))
        {
            line = line[(start + 1)..];
            if (Utf8Parser.TryParse(line, out first, out var used) && used < line.Length && line[used] == '/'
                && Utf8Parser.TryParse(line[(used + 1)..], out second, out var more) && line.Length > used + 1 + more && line[used + 1 + more] == close)
            {
                return true;
            }
        }

        first = second = 0;
        return false;
    }

    private static bool IsIndented(ReadOnlySpan<byte> line) => !line.IsEmpty && (line[0] == ' ' || line[0] == '\t');
}
