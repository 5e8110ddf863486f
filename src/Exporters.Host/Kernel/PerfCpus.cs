using System.Globalization;

namespace Exporters.Host.Kernel;

/// <summary>Lists of CPUs, <c>0-3,8</c>, also with steps: <c>0-8:2</c> is 0, 2, 4, 6 and 8.</summary>
internal static class PerfCpus
{
    private const int Most = 65_536;

    /// <summary>The numbers; null for a text that is no such list.</summary>
    public static IReadOnlyList<int>? Parse(string text)
    {
        var cpus = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split('-', ':');
            var numbers = Array.ConvertAll(words, word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Most ? number : -1);
            var separators = string.Concat(part.Where(letter => letter is '-' or ':'));
            if (numbers.Contains(-1) || separators is not ("" or "-" or "-:"))
            {
                return null;
            }

            var step = numbers.Length > 2 ? Math.Max(numbers[2], 1) : 1;
            for (var cpu = numbers[0]; cpu <= numbers[numbers.Length > 1 ? 1 : 0]; cpu += step)
            {
                cpus.Add(cpu);
            }
        }

        return cpus;
    }
}
