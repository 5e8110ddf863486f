using Exporters.Configuration.Patterns;
using Exporters.Probes.Dns;
using Exporters.Probes.Modules;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Dns;

internal sealed class DnsMessageTests
{
    private static readonly byte[] Question = DnsMessage.Question(7, DnsWire.Name("www.example"), DnsTypes.A, 1, recursion: true);

    [TestCase(DnsTypes.A, "C0000201", "A\t192.0.2.1")]
    [TestCase(DnsTypes.Aaaa, "20010DB8000000000000000000000001", "AAAA\t2001:db8::1")]
    [TestCase(DnsTypes.Cname, "0161C00C", "CNAME\ta.www.example.")]
    [TestCase(DnsTypes.Mx, "000A046D61696CC00C", "MX\t10 mail.www.example.")]
    [TestCase(DnsTypes.Txt, "03612262016300", "TXT\t\"a\\\"b\" \"c\" \"\"")]
    [TestCase(DnsTypes.Srv, "0001000200500161C00C", "SRV\t1 2 80 a.www.example.")]
    [TestCase(DnsTypes.Caa, "0005697373756563612E74657374", "CAA\t0 issue \"ca.test\"")]
    [TestCase(DnsTypes.Ds, "04D2080201AB", "DS\t1234 8 2 01AB")]
    [TestCase(DnsTypes.Tlsa, "030101AB", "TLSA\t3 1 1 ab")]
    [TestCase(DnsTypes.Naptr, "000A001401550353495000C00C", "NAPTR\t10 20 \"U\" \"SIP\" \"\" www.example.")]
    [TestCase(DnsTypes.Nsec, "0161C00C000140", "NSEC\ta.www.example. A")]
    [TestCase((ushort)65280, "CAFE", "TYPE65280\t\\# 2 CAFE")]
    public void Records_are_written_as_in_a_zone_file(ushort type, string data, string expected)
    {
        var message = new DnsWire().Add(0, type, 300, Convert.FromHexString(data)).Answer(Question);

        Assert.That(DnsMessage.Parse(message).Answers, Is.EqualTo(new[] { $"www.example.\t300\tIN\t{expected}" }));
    }

    [TestCase("")]
    [TestCase("0007818000010001000000000377777707")]
    [TestCase("000781800000000100000000C00C")]
    public void What_is_no_message_is_a_format_error(string hex) =>
        Assert.That(() => DnsMessage.Parse(Convert.FromHexString(hex)), Throws.TypeOf<FormatException>());

    [Test]
    public void A_record_cut_short_is_a_format_error() =>
        Assert.That(() => DnsMessage.Parse(new DnsWire().Add(0, DnsTypes.Aaaa, 1, 1, 2, 3).Answer(Question)), Throws.TypeOf<FormatException>());

    [Test]
    public void No_bytes_at_all_bring_it_down()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var good = new DnsWire().Add(0, DnsTypes.Mx, 1, 0, 1, 0xc0, 12).Add(0, DnsTypes.Txt, 1, 1, 65).Add(1, DnsTypes.Nsec, 1, 0xc0, 12, 0, 1, 64).Answer(Question);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                DnsMessage.Parse(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
            }
            catch (FormatException)
            {
                // That is what it may say.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, round {i}: {e}");
            }
        }
    }

    [TestCase("www.example.", true)]
    [TestCase(".", true)]
    [TestCase("a..b", false)]
    public void Names_are_checked(string name, bool good) => Assert.That(DnsName.TryEncode(name, out _), Is.EqualTo(good));

    [Test]
    public void A_label_of_64_bytes_is_none() => Assert.That(DnsName.TryEncode(new string('a', 64) + ".example", out _), Is.False);

    [TestCase("matches", "1 IN A 192.0.2.1", "the answer record \"1 IN A 192.0.2.1\" matches \"192\"")]
    [TestCase("not", "1 IN A 10.0.0.1", "the answer record \"1 IN A 10.0.0.1\" does not match \"192\"")]
    [TestCase("not", "", "the answer section is empty, and records are required to match")]
    [TestCase("all", "1 IN A 192.0.2.1", null)]
    [TestCase("all", "1 IN A 10.0.0.1", "not all answer records match fail_if_all_match_regexp, which is what this key demands")]
    [TestCase("all", "", null)]
    [TestCase("none", "1 IN A 10.0.0.1", "no answer record matches fail_if_none_matches_regexp")]
    [TestCase("none", "1 IN A 192.0.2.1", null)]
    public void Checks_of_a_section_say_what_is_wrong(string kind, string record, string? expected)
    {
        Pattern[] pattern = [Probe.Expression("192")];
        var checks = kind switch
        {
            "matches" => new RecordChecks { FailIfMatches = pattern },
            "not" => new RecordChecks { FailIfNotMatches = pattern },
            "all" => new RecordChecks { FailIfAllMatch = pattern },
            _ => new RecordChecks { FailIfNoneMatches = pattern },
        };

        Assert.That(checks.Examine("answer", record.Length == 0 ? [] : [record], (expression, text) => expression.IsMatch(text)), Is.EqualTo(expected));
    }
}
