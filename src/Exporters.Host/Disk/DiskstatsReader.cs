using Exporters.Linux;

namespace Exporters.Host.Disk;

/// <summary>
/// <c>/proc/diskstats</c>, kernel <c>Documentation/admin-guide/iostats.rst</c>: one line a device or partition.
/// <code>
///  259       0 nvme0n1 47114 4 4643973 21650 1078320 43950 39451633 1011053 0 222766 1032546 0 0 0 0 0 0
///  (1)     (2) (3)     (4)...
/// </code>
/// (1) major, (2) minor, (3) name, then the counters in the order of <see cref="Counters"/>.
/// </summary>
internal ref struct DiskstatsReader(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
{
    /// <summary>How many counters the newest kernels print: 11 of old, 4 of discards since 4.18, 2 of flushes since 5.5.</summary>
    public const int MaxCounters = 17;

    /// <summary>Lines with fewer are partitions of kernels before 2.6.25, which count something else.</summary>
    private const int MinCounters = 11;

    private Utf8Cursor _file = new(text, source, unreadable);
    private Utf8Cursor _line;

    /// <summary>The device's major number.</summary>
    public ulong Major { get; private set; }

    /// <summary>The device's minor number.</summary>
    public ulong Minor { get; private set; }

    /// <summary>The device's name, <c>sda</c> say.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>
    /// Goes to the next device; blank lines are passed over. A line that does not begin with two numbers and a name is left out and
    /// reported.
    /// </summary>
    public bool Next()
    {
        while (_file.NextLine(out _line))
        {
            if (!_line.TryField(out var major) || _line.ParseUInt64(major) is not { } majorNumber || _line.UInt64() is not { } minorNumber)
            {
                continue;
            }

            Major = majorNumber;
            Minor = minorNumber;
            Name = _line.Field();
            if (!Name.IsEmpty)
            {
                return true;
            }

            _line.Report(default, "major, minor and name of a device");
        }

        return false;
    }

    /// <summary>
    /// Reads the counters of this device: reads completed, reads merged, sectors read, milliseconds of reads, the same four of
    /// writes, requests in flight, milliseconds busy, milliseconds weighted, four of discards, flushes and their milliseconds.
    /// What follows them is passed over; one that is no number is NaN, and reported.
    /// </summary>
    /// <param name="into">Room for <see cref="MaxCounters"/>.</param>
    /// <returns>How many this kernel prints; 0 for a line with too few.</returns>
    public int Counters(scoped Span<double> into)
    {
        var count = 0;
        while (count < MaxCounters && _line.TryField(out var field))
        {
            into[count++] = _line.ParseUInt64(field) ?? double.NaN;
        }

        return count < MinCounters ? 0 : count;
    }
}
