using Exporters.Logs.Otlp;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Otlp;

/// <summary>Names of attributes that Loki refuses: what is left when all but ASCII letters and digits are underscores has no letter.</summary>
internal sealed class LokiNamesTests
{
    [TestCase("path", "path")]
    [TestCase("http.status_code", "http.status_code")]
    [TestCase("naïve", "naïve")]
    [TestCase("名前", "u540d_u524d")]
    [TestCase("Сообщение", "u0421_u043e_u043e_u0431_u0449_u0435_u043d_u0438_u0435")]
    [TestCase("-", "u002d")]
    [TestCase(" ", "u0020")]
    [TestCase("_", "u005f")]
    [TestCase("", "unnamed")]
    [TestCase("😀", "u1f600")]
    public void A_name_without_a_letter_or_digit_of_ASCII_is_spelt_out(string name, string written)
    {
        Assert.That(LokiNames.Of(name), Is.EqualTo(written));
        Assert.That(LokiNames.Of(written), Is.EqualTo(written));
    }

    [Test]
    public void The_record_goes_out_with_it_and_without_limits_as_it_is([Values] bool isLoki)
    {
        var entry = new LogEntry { Body = "x", TimestampTicks = 1 };
        entry.Attributes.Add(new("名前", "y"));
        var limits = (isLoki ? ReceiverLimits.Loki : ReceiverLimits.None) with { MaxAge = TimeSpan.Zero };

        Assert.That(new Preflight(limits, LokiLabels.Default).Reason(new LogResource([]), entry, now: 1), Is.Null);
        Assert.That(entry.Attributes.Single().Key, Is.EqualTo(isLoki ? "u540d_u524d" : "名前"));
    }
}
