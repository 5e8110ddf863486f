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
        if (TailScript.Run(include, steps, IsOrdered) is not null)
        {
            Shrink(include, steps);
            Assert.Fail($"SEED={seed}, at its shortest: {include} {string.Join(' ', steps)}: {TailScript.Run(include, steps, IsOrdered)}");
        }
    }

    /// <summary>Many of them: <c>TAIL_RUNS</c>, from <c>SEED</c> on. What fails is told at its shortest.</summary>
    [Test, Explicit("takes as long as one likes")]
    public void Many_runs()
    {
        var from = int.Parse(Environment.GetEnvironmentVariable("SEED") ?? "1", CultureInfo.InvariantCulture);
        var runs = int.Parse(Environment.GetEnvironmentVariable("TAIL_RUNS") ?? "1000", CultureInfo.InvariantCulture);
        var failures = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = from; seed < from + runs; seed++)
        {
            var (include, steps) = Invent(seed);
            if (TailScript.Run(include, steps, IsOrdered) is not null)
            {
                Shrink(include, steps);
                failures.Add($"{include} {string.Join(' ', steps)}: {TailScript.Run(include, steps, IsOrdered)}");
                if (failures.Count == 20)
                {
                    break;
                }
            }
        }

        Assert.That(failures, Is.Empty, string.Join('\n', failures));
    }

    /// <summary>One sequence, told step by step: <c>STEPS="*.log w1 p1 rename"</c>.</summary>
    [Test, Explicit("of STEPS")]
    public void One_sequence()
    {
        var words = (Environment.GetEnvironmentVariable("STEPS") ?? "*.log w1").Split(' ');
        Assert.That(TailScript.Run(words[0], words[1..], IsOrdered, TestContext.Out.WriteLine), Is.Null);
    }

    private static bool IsOrdered => Environment.GetEnvironmentVariable("TAIL_ORDER") is not null;

    private static readonly string[] OfLog = ["rename", "rename", "move", "dated", "copy", "truncate", "delete", "gz", "cp"];

    internal static (string Include, List<string> Steps) Invent(int seed)
    {
        var random = new Random(seed);
        var include = random.Next(2) == 0 ? "*.log" : "*.log*";
        var steps = new List<string>();
        while (steps.Count < 60)
        {
            var step = random.Next(20) switch
            {
                < 4 => $"w{random.Next(1, 30)}",
                4 => "piece",
                5 or 6 => OfLog[random.Next(OfLog.Length)],
                7 => "mid:" + OfLog[random.Next(OfLog.Length - 1)],
                8 => $"mid:w{random.Next(1, 5)}",
                9 => "create",
                10 => "cut",
                11 => "kill",
                12 => "start",
                13 => random.Next(2) == 0 ? "restart" : "die",
                14 => "look",
                15 => "read",
                16 => "send",
                _ => $"p{random.Next(1, 8)}",
            };
            steps.Add(step);
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
                if (TailScript.Run(include, without, IsOrdered) is not null)
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
            if (TailScript.Run(include, simpler, IsOrdered) is not null)
            {
                steps[i] = simpler[i];
            }
        }
    }
}
