using System.Globalization;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Writes, rotations of every style, deaths and looks in random order.</summary>
internal sealed class TailModelTests
{
    [Test]
    public void Whatever_happens_every_line_arrives_and_repeats_are_identical([Values(0, 1, 2, 3, 4, 5)] int run)
    {
        var seed = Environment.GetEnvironmentVariable("SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Out.WriteLine($"run {run}: SEED={seed}");
        var (include, steps) = Invent(seed);
        if (TailScript.Run(include, steps) is not null)
        {
            Shrink(include, steps);
            Assert.Fail($"SEED={seed}, at its shortest: {include} {string.Join(' ', steps)}: {TailScript.Run(include, steps)}");
        }
    }

    internal static (string Include, List<string> Steps) Invent(int seed)
    {
        var random = new Random(seed);
        var include = random.Next(2) == 0 ? "*.log" : "*.log*";
        var steps = new List<string>();
        while (steps.Count < 60)
        {
            steps.Add(random.Next(12) switch
            {
                < 4 => $"w{random.Next(1, 30)}",
                4 => "piece",
                5 => "rename",
                6 => "copy",
                7 => "restart",
                8 => "die",
                9 => "read",
                _ => $"p{random.Next(1, 8)}",
            });
        }

        return (include, steps);
    }

    /// <summary>Takes away what the failure does not need.</summary>
    internal static void Shrink(string include, List<string> steps)
    {
        for (var length = steps.Count / 2; length > 0; length = length > 1 ? length / 2 : 0)
        {
            for (var at = steps.Count - length; at >= 0; at -= length)
            {
                at = Math.Min(at, steps.Count - length);
                if (at < 0)
                {
                    break;
                }

                var without = steps.Where((_, i) => i < at || i >= at + length).ToList();
                if (TailScript.Run(include, without) is not null)
                {
                    steps.Clear();
                    steps.AddRange(without);
                }
            }
        }

        for (var i = 0; i < steps.Count; i++)
        {
            var simpler = steps.ToList();
            simpler[i] = steps[i][0] == 'w' ? "w1" : steps[i][0] == 'p' && steps[i] != "piece" ? "p1" : steps[i];
            if (TailScript.Run(include, simpler) is not null)
            {
                steps[i] = simpler[i];
            }
        }
    }
}
