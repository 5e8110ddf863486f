using Exporters.Logs.Storage;

namespace Exporters.Logs.Tests.Storage;

internal sealed class WriteAdviceTests
{
    // Numbers of errno(3).
    [TestCase(13, "mkdir -p /var/lib/x && chown")]
    [TestCase(30, "mounted read-only")]
    [TestCase(28, "df -h /var/lib/x")]
    [TestCase(122, "quota")]
    [TestCase(5, "dmesg")]
    [TestCase(2, "mkdir -p /var/lib/x")]
    [TestCase(24, "LimitNOFILE")]
    [TestCase(9999, "logs.state_dir")]
    public void Advice_fits_what_the_kernel_said(int error, string part) =>
        Assert.That(WriteAdvice.For(new IOException("as .NET says it", error), "/var/lib/x"), Does.Contain(part));

    [Test]
    public void A_refusal_that_NET_gives_another_type_keeps_its_advice() =>
        Assert.That(WriteAdvice.For(new UnauthorizedAccessException("denied", new IOException("denied", 13)), "/var/lib/x"), Does.Contain("chown"));

    [Test]
    public void Only_a_refusal_advises_to_change_the_owner()
    {
        foreach (var error in (int[])[2, 5, 24, 27, 28, 30, 122])
        {
            Assert.That(WriteAdvice.For(new IOException("m", error), "/d"), Does.Not.Contain("chown"));
        }
    }

    [Test]
    public void A_file_in_the_way_is_named_so_by_the_kernel_of_this_machine()
    {
        var file = Path.GetTempFileName();
        try
        {
            var failure = Assert.Catch(() => Directory.CreateDirectory(file + "/state"));

            Assert.That(WriteAdvice.For(failure!, file + "/state"), Is.EqualTo($"{file} is a file and no directory: move it away, or give logs.state_dir another directory"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
