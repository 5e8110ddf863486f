namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>A log file that must not be read for a while, told from outside.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class UnreadableFileTests
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string _log = "";

    [SetUp]
    public void MakeDirectory() => _log = Path.Combine(Directory.CreateTempSubdirectory("unreadable-").FullName, "a.log");

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(Path.GetDirectoryName(_log)!, recursive: true);

    [Test]
    public async Task A_file_made_unreadable_is_said_and_read_on_later()
    {
        File.WriteAllText(_log, "one\n");
        File.SetUnixFileMode(_log, UnixFileMode.None);
        await using var shipping = await ShippingProgram.StartAsync($"{{ type: file, service: app, include: [\"{_log}\"] }}", obeysModes: true);
        await shipping.UntilValueAsync("exporters_source_unreadable", 1, ("source", _log), ("reason", "denied"));
        Assert.That(shipping.Sink.Records, Is.Empty);
        File.SetUnixFileMode(_log, Readable);
        await shipping.UntilAsync(records => records.Count == 1);

        // In the middle of the file, and with no open one left.
        await shipping.EndAsync("TERM");
        using (var writer = File.AppendText(_log))
        {
            File.SetUnixFileMode(_log, UnixFileMode.None);
            writer.Write("two\n");
        }

        shipping.Start();
        await shipping.UntilValueAsync("exporters_source_unreadable", 1, ("source", _log), ("reason", "denied"));
        File.SetUnixFileMode(_log, Readable);
        var records = await shipping.UntilAsync(records => records.Count == 2);
        Assert.That(records.Select(record => record.Body), Is.EqualTo(new[] { "one", "two" }));
        await shipping.UntilValueAsync("exporters_source_unreadable", null, ("source", _log), ("reason", "denied"));
    }
}
