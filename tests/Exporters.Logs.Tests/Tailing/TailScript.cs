using System.Globalization;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>
/// What happens to a log, step by step, and the plainest model there is of what must come of it: every line written arrives, and
/// one that arrives twice is the same both times. Not demanded are lines that were truncated away before a checkpoint told how that
/// content begins, when no pattern matches the copy of them.
/// </summary>
/// <remarks>
/// Steps: <c>wN</c> writes N lines, <c>piece</c> a line's beginning, <c>rename</c> rotates by rename and create, <c>copy</c> by copy
/// and truncation, <c>restart</c> ends and starts the process, <c>die</c> lets it die after the receiver took the batch, <c>read</c>
/// reads without sending, <c>pN</c> lets N seconds pass.
/// </remarks>
internal static class TailScript
{
    /// <summary>What is wrong after these steps; null when nothing is.</summary>
    public static string? Run(string include, IReadOnlyList<string> steps)
    {
        using var rig = new TailRig { Include = [include] };
        var written = new List<string>();
        var partial = "";
        // Of what is in the live file now: its lines, and whether a checkpoint tells how it begins.
        var content = new List<string>();
        var isKept = false;
        var unreachable = new HashSet<string>();
        rig.Write("a.log", "");
        rig.Start().Deliver();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            switch (step)
            {
                case ['w', .. var count]:
                    var lines = Enumerable.Range(0, Number(count)).Select(n => $"{i}-{n}-{new string('x', ((i * 31) + (n * 17)) % 80)}").ToList();
                    rig.Write("a.log", string.Concat(lines.Select(line => line + "\n")));
                    lines[0] = partial + lines[0];
                    partial = "";
                    written.AddRange(lines);
                    content.AddRange(lines);
                    break;
                case "piece":
                    rig.Write("a.log", "piece-");
                    partial += "piece-";
                    break;
                case "rename" when partial.Length == 0:
                    Shift(rig);
                    rig.Rename("a.log", "a.log.1");
                    rig.Write("a.log", "");
                    isKept = false;
                    content.Clear();
                    break;
                case "copy" when partial.Length == 0:
                    Shift(rig);
                    rig.Copy("a.log", "a.log.1");
                    rig.Truncate("a.log");
                    if (!isKept && include == "*.log")
                    {
                        // A run that starts now knows nothing of it, so nothing tells that the copy, which no pattern matches, is one of it.
                        unreachable.UnionWith(content);
                    }

                    isKept = false;
                    content.Clear();
                    break;
                case "restart":
                    rig.Restart();
                    break;
                case "die":
                    DieAfterSending(rig);
                    isKept |= content.Count > 0;
                    break;
                case "read":
                    rig.Read();
                    break;
                case ['p', .. var seconds] when step != "piece":
                    rig.Pass(Number(seconds));
                    isKept |= content.Count > 0;
                    break;
            }
        }

        if (partial.Length > 0)
        {
            rig.Write("a.log", "end\n");
            written.Add(partial + "end");
        }

        rig.Pass(20);
        return Judge(rig, written, unreachable);
    }

    private static string? Judge(TailRig rig, List<string> written, HashSet<string> unreachable)
    {
        var arrived = rig.Receiver.Records.ToLookup(record => record.Body);
        if (written.Where(line => !arrived.Contains(line) && !unreachable.Contains(line)).ToList() is { Count: > 0 } lost)
        {
            return $"lost: {string.Join(", ", lost)}";
        }

        if (arrived.Select(line => line.Key).Except(written).ToList() is { Count: > 0 } invented)
        {
            return $"never written: {string.Join(", ", invented)}";
        }

        if (arrived.Where(line => line.Distinct().Count() > 1).ToList() is { Count: > 0 } changed)
        {
            return $"not the same when repeated: {string.Join(", ", changed.SelectMany(line => line))}";
        }

        var ledger = rig.Ledger.Snapshot();
        var expected = ((long)arrived.Count, (long)arrived.Count, 0L, 0L, 0L);
        return ledger == expected ? null : $"the ledger says {ledger}, not {expected}";
    }

    private static void DieAfterSending(TailRig rig)
    {
        rig.Receiver.Answer = _ => throw new InvalidOperationException("died after the receiver had it");
        try
        {
            rig.Deliver();
        }
        catch (InvalidOperationException)
        {
            // As it should be, when there was something to send.
        }

        rig.Receiver.Answer = null;
        rig.Restart();
    }

    private static void Shift(TailRig rig)
    {
        for (var old = 40; old > 0; old--)
        {
            if (File.Exists(rig.PathOf($"a.log.{old}")))
            {
                rig.Rename($"a.log.{old}", $"a.log.{old + 1}");
            }
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
