using System.Globalization;
using System.Text;
using Exporters.Logs.Spool;

namespace Exporters.Logs.Tests.Spool;

/// <summary>Random appends, reads, settlements, deaths and torn ends, against a plain string. The seed is in the message.</summary>
internal sealed class SpoolModelTests
{
    [Test]
    public void The_spool_is_the_string_of_what_was_appended([Range(1, 4)] int round, [Values] WhenFull whenFull)
    {
        var seed = Environment.TickCount ^ (round << 20);
        TestContext.Out.WriteLine($"seed {seed.ToString(CultureInfo.InvariantCulture)}");
        var random = new Random(seed);
        using var rig = new SpoolRig(whenFull: whenFull);
        var model = new StringBuilder();
        var dropped = new List<(long Start, long End)>();
        var settled = 0L;
        var read = 0L;
        var number = 0;
        for (var step = 0; step < 400; step++)
        {
            var at = $"seed {seed}, step {step}";
            switch (random.Next(100))
            {
                case < 55:
                    for (var i = random.Next(40); i >= 0; i--)
                    {
                        var text = number++ + new string('x', random.Next(random.Next(3000))) + "\n";
                        if (!rig.Append(text))
                        {
                            // Full; or full of what is on its way, which is never given up.
                            model.Append(text.AsSpan(0, (int)(rig.Spool.End - model.Length)));
                            break;
                        }

                        model.Append(text);
                    }

                    Assert.That(rig.Spool.End, Is.EqualTo(model.Length), at);
                    Assert.That(rig.Files.Sum(f => new FileInfo(f).Length), Is.LessThanOrEqualTo(1 << 20), at);
                    break;
                case < 85:
                    for (var i = random.Next(100); i >= 0 && rig.Cursor.TryNext(out var record); i--)
                    {
                        Assert.That(record.Start, Is.EqualTo(read), at);
                        var appended = model.ToString((int)record.Start, (int)(record.End - record.Start));
                        if (record.Kind == SpoolRecordKind.Bytes)
                        {
                            Assert.That(Encoding.UTF8.GetString(record.Bytes), Is.EqualTo(appended), at);
                        }
                        else
                        {
                            Assert.That((record.Kind, whenFull), Is.EqualTo((SpoolRecordKind.Dropped, WhenFull.DropOldest)), at);
                            dropped.Add((record.Start, record.End));
                            Assert.That(record.Lines, Is.EqualTo(appended.Count('\n')), at);
                        }

                        read = record.End;
                    }

                    break;
                case < 95:
                    // A place without bytes is settled whole, as the reader passes it whole.
                    var upTo = settled + (long)(random.NextDouble() * (read - settled));
                    settled = dropped.Find(d => d.Start < upTo && upTo < d.End) is { End: > 0 } inside ? Math.Max(settled, inside.Start) : upTo;
                    rig.Spool.Release(settled);
                    break;
                default:
                    if (rig.Files.Length > 0 && random.Next(2) == 0)
                    {
                        File.AppendAllText(rig.Files[^1], new string((char)random.Next(1, 100), random.Next(1, 100)));
                    }

                    rig.Open(settled);
                    Assert.That(rig.Spool.End, Is.EqualTo(model.Length), at);
                    read = settled;
                    break;
            }
        }
    }
}
