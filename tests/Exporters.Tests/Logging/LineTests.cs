using System.Text;
using System.Text.Json;
using Exporters.Logging;
using Exporters.Testing;
using Microsoft.Extensions.Logging;

namespace Exporters.Tests.Logging;

[TestFixture]
public sealed class LineTests
{
    [Test]
    public void Logfmt_quotes_what_needs_it() => Assert.That(
        Write(LineFormat.Logfmt, logger => logger.LogWarning("cannot read {Path}", "/a b=\"c\"\n")),
        Is.EqualTo("time=2026-01-01T00:00:00.000Z level=warn source=part msg=\"cannot read /a b=\\\"c\\\"\\n\" path=\"/a b=\\\"c\\\"\\n\"\n"));

    [Test]
    public void Json_is_one_object_a_line()
    {
        var line = Write(LineFormat.Json, logger => logger.LogError(new InvalidOperationException("why"), "failed {Count}", 3));

        Assert.That(line.TrimEnd(), Does.Not.Contain("\n"));
        using var document = JsonDocument.Parse(line);
        Assert.That(document.RootElement.GetProperty("msg").GetString(), Is.EqualTo("failed 3"));
        Assert.That(document.RootElement.GetProperty("count").GetString(), Is.EqualTo("3"));
        Assert.That(document.RootElement.GetProperty("error").GetString(), Does.Contain("why"));
    }

    [Test]
    public void Below_the_level_nothing_is_written() => Assert.That(Write(LineFormat.Logfmt, logger => logger.LogDebug("x")), Is.Empty);

    private static string Write(LineFormat format, Action<ILogger> log)
    {
        using var output = new MemoryStream();
        using var provider = new StderrLoggerProvider(LogLevel.Information, format, new ManualTimeProvider(), output);
        log(provider.CreateLogger("Exporters.Some.part"));
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
