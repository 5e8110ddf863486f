using System.Buffers.Binary;
using System.Text;
using Exporters.Testing.FakeDocker;

namespace Exporters.Docker.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DockerLogReaderTests : IAsyncDisposable
{
    private readonly FakeDockerDaemon _daemon = new();
    private readonly DockerClient _client;

    public DockerLogReaderTests()
    {
        Assert.That(DockerEndpoint.TryParse(_daemon.Endpoint, null, out var endpoint, out _), Is.True);
        _client = new DockerClient(endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }

    [Test, CancelAfter(30_000)]
    public async Task A_recorded_log_comes_in_frames_of_its_channels(CancellationToken cancellation)
    {
        _daemon.Log("c", await File.ReadAllBytesAsync(
            Path.Join(TestContext.CurrentContext.TestDirectory, "Fixtures", "docker-20.10", "log.bin"), cancellation));
        var pieces = await ReadAsync(new DockerLogOptions { Follow = false }, cancellation);
        Assert.That(pieces.Select(piece => piece.Channel).Take(2), Is.EqualTo(new[] { DockerLogChannel.Stderr, DockerLogChannel.Stdout }));
        Assert.That(pieces[0].Text, Is.EqualTo("2026-11-21T10:05:23.405120132Z two\n"));
        Assert.That(pieces[1].Text, Does.EndWith("Z one\n"));

        // A line of 20,000 bytes comes in parts of 16 KiB; only the last has the newline.
        Assert.That(pieces.Skip(2).Select(piece => piece.Text.EndsWith('\n')), Is.EqualTo(new[] { false, true }));
        Assert.That(pieces.Skip(2).Sum(piece => piece.Text.Count(c => c == 'x')), Is.EqualTo(20_000));
    }

    [Test, CancelAfter(30_000)]
    public async Task With_a_terminal_the_bytes_come_as_they_are(CancellationToken cancellation)
    {
        _daemon.Log("c", "one\r\ntwo\r\n"u8.ToArray());
        var pieces = await ReadAsync(new DockerLogOptions { Follow = false, Tty = true }, cancellation);
        Assert.That(string.Concat(pieces.Select(piece => piece.Text)), Is.EqualTo("one\r\ntwo\r\n"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_daemon_that_says_multiplexed_is_believed(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/c/logs", new FakeAnswer(200, Frame(1, "hello\n"), "application/vnd.docker.multiplexed-stream"));
        Assert.That((await ReadAsync(new DockerLogOptions { Tty = true }, cancellation))[0].Text, Is.EqualTo("hello\n"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_frame_above_a_mebibyte_comes_in_pieces_and_nothing_is_lost(CancellationToken cancellation)
    {
        var text = new string('y', 2_500_000);
        _daemon.Log("c", [.. Frame(1, text), .. Frame(2, "after\n")]);
        var pieces = await ReadAsync(new DockerLogOptions(), cancellation);
        Assert.That(pieces.Select(piece => piece.Ends), Is.EqualTo(new[] { false, false, true, true }));
        Assert.That(pieces.Take(3).Sum(piece => piece.Text.Length), Is.EqualTo(text.Length));
        Assert.That(pieces[3].Text, Is.EqualTo("after\n"));
    }

    [Test, CancelAfter(30_000)]
    public void A_log_that_ends_in_the_middle_of_a_message_is_an_error(CancellationToken cancellation)
    {
        _daemon.Log("c", Frame(1, "hello\n")[..^2]);
        Assert.That(
            () => ReadAsync(new DockerLogOptions(), cancellation),
            Throws.TypeOf<DockerException>().With.Message.Contains("the log stream ended in the middle of a message"));
    }

    [Test, CancelAfter(30_000)]
    public void Bytes_that_are_no_frame_are_shown(CancellationToken cancellation)
    {
        _daemon.Log("c", "plain text\n"u8.ToArray());
        Assert.That(
            () => ReadAsync(new DockerLogOptions(), cancellation),
            Throws.TypeOf<DockerException>().With.Property("Failure").EqualTo(DockerFailure.Format).And.Message.Contains("got 706C61696E207465"));
    }

    [Test, CancelAfter(30_000)]
    public async Task The_options_are_asked_for(CancellationToken cancellation)
    {
        _daemon.Log("c", []);
        await ReadAsync(new DockerLogOptions { Stderr = false, SinceNanoseconds = 1_500_000_000, Tail = 7 }, cancellation);
        Assert.That(
            _daemon.Requests.Last(),
            Is.EqualTo("/v1.41/containers/c/logs?follow=1&stdout=1&stderr=0&timestamps=1&since=1.500000000&tail=7"));
    }

    [Test, CancelAfter(30_000)]
    public void A_driver_that_cannot_be_read_is_a_refusal(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/c/logs", FakeAnswer.Error(501, "configured logging driver does not support reading"));
        Assert.That(
            () => ReadAsync(new DockerLogOptions(), cancellation),
            Throws.TypeOf<DockerException>().With.Property("Failure").EqualTo(DockerFailure.Refused));
    }

    private static byte[] Frame(byte channel, string text)
    {
        var frame = new byte[8 + Encoding.UTF8.GetByteCount(text)];
        frame[0] = channel;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)(frame.Length - 8));
        Encoding.UTF8.GetBytes(text, frame.AsSpan(8));
        return frame;
    }

    private async Task<List<(DockerLogChannel Channel, string Text, bool Ends)>> ReadAsync(DockerLogOptions options, CancellationToken cancellation)
    {
        using var log = await _client.OpenLogsAsync("c", options, cancellation);
        var pieces = new List<(DockerLogChannel, string, bool)>();
        while (await log.ReadAsync(cancellation) is { } piece)
        {
            pieces.Add((piece.Channel, Encoding.UTF8.GetString(piece.Payload.Span), piece.EndsFrame));
        }

        return pieces;
    }
}
