using System.Globalization;

namespace Exporters.Host.Cpu;

/// <summary>Numbers of CPUs as label values, each made once.</summary>
internal sealed class CpuNames
{
    private const uint MostKept = 65_536;
    private readonly List<string> _names = [];

    /// <summary>The number as text.</summary>
    public string this[uint cpu]
    {
        get
        {
            if (cpu >= MostKept)
            {
                return Make(cpu);
            }

            while (_names.Count <= cpu)
            {
                _names.Add(Make((uint)_names.Count));
            }

            return _names[(int)cpu];
        }
    }

    private static string Make(uint cpu) => cpu.ToString(CultureInfo.InvariantCulture);
}
