using System.Globalization;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>
/// Writes, rotations of every style, deaths and looks in random order, against the plainest model there is: every line written
/// arrives, and one that arrives twice is the same both times.
/// </summary>
internal sealed class TailModelTests
{
    [Test]
    public void Whatever_happens_every_line_arrives_and_repeats_are_identical([Values(0, 1, 2, 3, 4, 5)] int run)
    {
        var seed = Environment.GetEnvironmentVariable("SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        TestContext.Out.WriteLine($"run {run}: SEED={seed}");
        var random = new Random(seed);
        using var rig = new TailRig { Include = [random.Next(2) == 0 ? "*.log" : "*.log*"] };
        var steps = new List<string>();
        var written = new List<string>();
        var partial = "";
        rig.Write("a.log", "");
        rig.Start().Deliver();
        for (var step = 0; step < 60; step++)
        {
            var what = random.Next(12);
            steps.Add(what.ToString(CultureInfo.InvariantCulture));
            switch (what)
            {
                case < 4:
                    var lines = Enumerable.Range(0, random.Next(1, 30)).Select(i => $"{step}-{i}-{new string('x', random.Next(80))}").ToList();
                    rig.Write("a.log", string.Concat(lines.Select(line => line + "\n")));
                    lines[0] = partial + lines[0];
                    partial = "";
                    written.AddRange(lines);
                    break;
                case 4:
                    rig.Write("a.log", "piece-");
                    partial += "piece-";
                    break;
                case 5 when partial.Length == 0:
                    Shift(rig);
                    rig.Rename("a.log", "a.log.1");
                    rig.Write("a.log", "");
                    break;
                case 6 when partial.Length == 0:
                    Shift(rig);
                    rig.Copy("a.log", "a.log.1");
                    rig.Truncate("a.log");
                    break;
                case 7:
                    rig.Restart();
                    break;
                case 8:
                    rig.Receiver.Answer = _ => throw new InvalidOperationException("died after the receiver had it");
                    try
                    {
                        rig.Deliver();
                    }
                    catch (InvalidOperationException)
                    {
                    }

                    rig.Receiver.Answer = null;
                    rig.Restart();
                    break;
                case 9:
                    rig.Read();
                    break;
                default:
                    rig.Pass(random.Next(1, 8));
                    break;
            }
        }

        if (partial.Length > 0)
        {
            rig.Write("a.log", "end\n");
            written.Add(partial + "end");
        }

        rig.Pass(20);
        var arrived = rig.Receiver.Records.ToLookup(record => record.Body);
        var story = $"SEED={seed} steps {string.Join(' ', steps)}";
        Assert.That(written.Where(line => !arrived.Contains(line)), Is.Empty, story);
        Assert.That(arrived.Select(line => line.Key).Except(written), Is.Empty, story);
        Assert.That(arrived.Where(line => line.Distinct().Count() > 1).Select(line => line.Key), Is.Empty, story);
        var (read, delivered, pending, rejected, dropped) = rig.Ledger.Snapshot();
        Assert.That((read, pending, rejected, dropped), Is.EqualTo((delivered, 0L, 0L, 0L)), story);
        Assert.That(delivered, Is.EqualTo(written.Count), story);
    }

    private static void Shift(TailRig rig)
    {
        for (var old = 30; old > 0; old--)
        {
            if (File.Exists(rig.PathOf($"a.log.{old}")))
            {
                rig.Rename($"a.log.{old}", $"a.log.{old + 1}");
            }
        }
    }
}
