using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Cpu;

/// <summary>
/// One block of <c>/proc/cpuinfo</c>, proc_cpuinfo(5). What the file says depends on the architecture: ARM tells little. Texts
/// are as written there, empty where they are missing.
/// <code>
/// processor	: 0
/// vendor_id	: GenuineIntel
/// cpu MHz		: 799.998
/// </code>
/// </summary>
internal sealed class CpuDescription
{
    public string Processor { get; private set; } = "";

    public string Vendor { get; private set; } = "";

    public string Family { get; private set; } = "";

    public string Model { get; private set; } = "";

    public string ModelName { get; private set; } = "";

    public string Microcode { get; private set; } = "";

    public string Stepping { get; private set; } = "";

    public string CacheSize { get; private set; } = "";

    /// <summary>physical id.</summary>
    public string Package { get; private set; } = "";

    /// <summary>core id.</summary>
    public string Core { get; private set; } = "";

    public string[] Flags { get; private set; } = [];

    public string[] Bugs { get; private set; } = [];

    /// <summary>All blocks of the file.</summary>
    public static List<CpuDescription> Parse(ReadOnlySpan<byte> text, string source)
    {
        var all = new List<CpuDescription>();
        for (var file = new Utf8Cursor(text, source); file.NextLine(out var line);)
        {
            var (key, value) = (Text(line.Until((byte)':')), Text(line.Rest));

            // ARM kernels of old name the machine's only processor in a line "Processor" with a text.
            if (key == "processor" && value.Length > 0 && char.IsAsciiDigit(value[0]))
            {
                all.Add(new CpuDescription { Processor = value });
            }
            else if (all.Count > 0)
            {
                all[^1].Take(key, value);
            }
        }

        return all;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes.Trim(" \t"u8));

    private void Take(string key, string value)
    {
        switch (key)
        {
            case "vendor_id" or "vendor":
                Vendor = value;
                break;
            case "cpu family" or "CPU Family":
                Family = value;
                break;
            case "model":
                Model = value;
                break;
            case "model name" or "Model Name" or "cpu model" or "cpu" or "uarch":
                ModelName = value;
                break;
            case "microcode":
                Microcode = value;
                break;
            case "stepping":
                Stepping = value;
                break;
            case "cache size":
                CacheSize = value;
                break;
            case "physical id":
                Package = value;
                break;
            case "core id":
                Core = value;
                break;
            case "flags" or "Features":
                Flags = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                break;
            case "bugs":
                Bugs = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                break;
        }
    }
}
