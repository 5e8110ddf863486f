using Exporters.Logs.Tailing;

namespace Exporters.Logs.Tests.Tailing;

internal sealed class UnreadableFilesTests
{
    [Test]
    public void Each_path_counts_once_and_is_said_once_until_it_can_be_read_again()
    {
        using var logger = new RecordingLogger();
        var files = new UnreadableFiles(logger.CreateLogger("test"));

        for (var discovery = 0; discovery < 3; discovery++)
        {
            files.Set([("/var/log/a.log", "denied"), ("/tmp", "denied"), ("/tmp", "denied")]);
        }

        Assert.That(files.All, Is.EqualTo(new[] { ("/var/log/a.log", "denied"), ("/tmp", "denied") }));
        Assert.That(logger.Text.Split("/var/log/a.log cannot be read (denied)"), Has.Length.EqualTo(2));
        Assert.That(logger.Text, Does.Contain($"setfacl -m u:{Environment.UserName}:r /var/log/a.log").And.Contain($"setfacl -m u:{Environment.UserName}:rx /tmp"));

        files.Set([]);
        files.Set([("/var/log/a.log", "denied")]);
        Assert.That(logger.Text.Split("/var/log/a.log cannot be read (denied)"), Has.Length.EqualTo(3));
    }
}
