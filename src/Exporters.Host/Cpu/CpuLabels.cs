using System.Globalization;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>The label <c>cpu</c> by the CPU's number, made once per collector.</summary>
internal sealed class CpuLabels
{
    private LabelSet?[] _labels = [];

    /// <summary><c>cpu="N"</c>.</summary>
    public LabelSet this[uint cpu]
    {
        get
        {
            if (cpu >= _labels.Length)
            {
                if (cpu > ushort.MaxValue)
                {
                    return Make(cpu);
                }

                Array.Resize(ref _labels, Math.Max(_labels.Length * 2, (int)cpu + 1));
            }

            return _labels[cpu] ??= Make(cpu);
        }
    }

    private static LabelSet Make(uint cpu) => LabelSet.Of("cpu", cpu.ToString(CultureInfo.InvariantCulture));
}
