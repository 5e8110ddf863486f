using System.Text;
using BenchmarkDotNet.Attributes;
using Exporters.Host.Disk;
using Exporters.Host.Textfile;
using Exporters.Linux;

namespace Exporters.Benchmarks.Host;

/// <summary>
/// Reading the disk group's files: 20 devices of /proc/diskstats as the baseline, 500 mounts, 10 arrays, and a text file of 1,000
/// samples, which is parsed only when it changes.
/// </summary>
[MemoryDiagnoser]
public class DiskAndMountParse
{
    private byte[] _diskstats = [];
    private byte[] _mountinfo = [];
    private byte[] _mdstat = [];
    private byte[] _textfile = [];

    [GlobalSetup]
    public void Setup()
    {
        _diskstats = Lines(20, i => $"   8 {i * 16,7} sd{(char)('a' + i)} 25354637 34367663 1003346126 18492372 28444756 11134226 505697032 63877960 0 9653880 82621804 0 0 0 0 1555 1944");
        _mountinfo = Lines(500, i => $"{i + 30} 27 253:{i} / /srv/volumes/volume-{i:d4} rw,relatime shared:{i} - ext4 /dev/mapper/vg-volume--{i:d4} rw,errors=remount-ro");
        _mdstat = Lines(10, i => $"md{i} : active raid1 sdb{i}[1] sda{i}[0]\n      195310144 blocks [2/2] [UU]\n      bitmap: 0/2 pages [0KB], 65536KB chunk\n");
        _textfile = Lines(1000, i => $"backup_last_success_timestamp_seconds{{job=\"job-{i}\",host=\"db-{i % 7}\"}} 1700000{i:d3}");
    }

    [Benchmark(Baseline = true)]
    public double Diskstats()
    {
        Span<double> counters = stackalloc double[DiskstatsReader.MaxCounters];
        var sum = 0.0;
        for (var reader = new DiskstatsReader(_diskstats, "diskstats", HotFile.Unreadable); reader.Next();)
        {
            reader.Counters(counters);
            sum += counters[0];
        }

        return sum;
    }

    [Benchmark]
    public int Mountinfo()
    {
        var bytes = 0;
        for (var reader = new MountinfoReader(_mountinfo, "mountinfo"); reader.Next();)
        {
            bytes += reader.MountPoint.Length;
        }

        return bytes;
    }

    [Benchmark]
    public ulong Mdstat()
    {
        var blocks = 0UL;
        for (var reader = new MdstatReader(_mdstat, "mdstat", HotFile.Unreadable); reader.Next();)
        {
            blocks += reader.Array.Blocks ?? 0;
        }

        return blocks;
    }

    [Benchmark]
    public int Textfile() => ExpositionReader.Read(_textfile, "x.prom").Count;

    private static byte[] Lines(int count, Func<int, string> line) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, count).Select(i => line(i) + "\n")));
}
