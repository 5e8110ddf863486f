using System.Buffers.Text;
using Exporters.Linux;

namespace Exporters.Host.Kernel;

/// <summary>
/// Walks through <c>/proc/interrupts</c> or <c>/proc/softirqs</c>, proc_interrupts(5): a line that names the CPUs, then a line
/// for each interrupt with one count for each of them, and what it is.
/// <code>
///            CPU0       CPU1
///   0:         18          0   IO-APIC   2-edge      timer
/// NMI:         47       5031   Non-maskable interrupts
/// ERR:          0
/// </code>
/// </summary>
internal ref struct InterruptTable
{
    private Utf8Cursor _file;
    private Utf8Cursor _counts;

    /// <summary>Reads the heading; the numbers of the CPUs go to <paramref name="cpus"/>, which is cleared first.</summary>
    /// <exception cref="ProcFormatException">The heading is missing or names no CPUs.</exception>
    public InterruptTable(ReadOnlySpan<byte> text, string source, List<uint> cpus, Action<ProcFormatException> unreadable)
    {
        _file = new Utf8Cursor(text, source, unreadable);
        cpus.Clear();
        if (_file.NextLine(out var heading))
        {
            while (heading.TryField(out var field))
            {
                // The columns have no other names: without one of them no count can be told whose it is.
                cpus.Add(field.StartsWith("CPU"u8) && Utf8Parser.TryParse(field[3..], out uint cpu, out var used) && used == field.Length - 3
                    ? cpu
                    : throw heading.Unexpected(field, "a CPU such as CPU0"));
            }
        }

        if (cpus.Count == 0)
        {
            throw new ProcFormatException(source, 1, default, "a heading such as \"CPU0 CPU1\"");
        }
    }

    /// <summary>The interrupt's number or short name, before the colon.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What stands after the counts.</summary>
    public ReadOnlySpan<byte> Description { get; private set; }

    /// <summary>Goes to the next interrupt that has a count for each of <paramref name="cpus"/> CPUs; ERR and MIS have one for all.</summary>
    public bool Next(int cpus)
    {
        while (_file.NextLine(out var line))
        {
            Name = line.Until((byte)':').TrimStart((byte)' ');
            _counts = line;
            var found = 0;
            while (found < cpus && line.TryField(out _))
            {
                found++;
            }

            Description = line.Rest.Trim(" \t"u8);
            if (found == cpus)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The next CPU's count; null, and reported, when it is no number.</summary>
    public ulong? Count() => _counts.UInt64();
}
