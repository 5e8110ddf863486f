using System.Buffers;
using System.Text;
using Exporters.Docker;
using Exporters.Logs.Sources.Containers;

namespace Exporters.Logs.Tests.Sources.Containers;

public sealed class ApiLinesTests
{
    private const string First = "2026-01-01T00:00:01.000000000Z";
    private const string Second = "2026-01-01T00:00:02.000000000Z";

    private readonly ArrayBufferWriter<byte> _output = new();
    private ApiLines _lines = null!;

    [SetUp]
    public void SetUp()
    {
        _output.Clear();
        _lines = new ApiLines();
    }

    [Test]
    public void Messages_become_lines_of_their_output_and_pieces_say_so()
    {
        _lines.Begin(hasTerminal: false);
        Take($"{First} one\n");
        Take($"{First} long", DockerLogChannel.Stderr);
        Take($"{Second} est\n", DockerLogChannel.Stderr);
        Take($"{Second} \n");
        Assert.That(Output(), Is.EqualTo($"{First} stdout F one\n{First} stderr P long\n{Second} stderr F est\n{Second} stdout F \n"));
    }

    [Test]
    public void A_terminal_s_lines_are_found_in_the_bytes()
    {
        _lines.Begin(hasTerminal: true);
        Take($"{First} on");
        Take($"e\r\n{Second} {new string('x', 16 * 1024)}{Second} rest\r\n{Second} last");
        _lines.End(_output);
        Assert.That(Output(), Is.EqualTo(
            $"{First} stdout F one\r\n{Second} stdout P {new string('x', 16 * 1024)}\n{Second} stdout F rest\r\n{Second} stdout P last\n"));
    }

    [Test]
    public void What_an_earlier_stream_had_given_is_not_given_again_but_a_line_that_was_written_twice_is()
    {
        _lines.Begin(hasTerminal: false);
        Take($"{First} same\n");
        Take($"{First} same\n");
        _lines.Begin(hasTerminal: false);
        Take($"{First} same\n");
        Take($"{First} same\n");
        Take($"{First} same\n");
        Take($"{First} earlier, and never seen\n");
        Assert.That(Output(), Is.EqualTo($"{First} stdout F same\n{First} stdout F same\n{First} stdout F same\n{First} stdout F earlier, and never seen\n"));
    }

    [Test]
    public void A_later_run_goes_on_from_the_last_lines_of_its_spool()
    {
        _lines.Restore(Encoding.UTF8.GetBytes($"{First} stdout F one\n{Second} stderr P two\n"));
        Assert.That(_lines.SinceNanoseconds, Is.EqualTo(1_767_225_602_000_000_000 - 100_000_000));
        _lines.Begin(hasTerminal: false);
        Take($"{Second} two", DockerLogChannel.Stderr);
        Take($"{Second} end\n", DockerLogChannel.Stderr);
        Assert.That(Output(), Is.EqualTo($"{Second} stderr F end\n"));
    }

    [Test]
    public void Pieces_of_which_only_the_last_is_in_the_last_record_are_not_given_again()
    {
        _lines.Restore(Encoding.UTF8.GetBytes($"{First} stdout F end\n"));
        _lines.Begin(hasTerminal: false);
        Take($"{First} piece");
        Take($"{First} piece");
        Take($"{First} end\n");
        Take($"{Second} new\n");
        Assert.That(Output(), Is.EqualTo($"{Second} stdout F new\n"));
    }

    [Test]
    public void Nothing_known_means_everything() => Assert.That(_lines.SinceNanoseconds, Is.Null);

    [Test]
    public void An_error_of_the_daemon_is_one()
    {
        _lines.Begin(hasTerminal: false);
        Assert.That(() => Take("Error grabbing logs: EOF\n", DockerLogChannel.Daemon), Throws.TypeOf<DockerException>().With.Message.EqualTo("Error grabbing logs: EOF"));
    }

    private void Take(string text, DockerLogChannel channel = DockerLogChannel.Stdout) =>
        _lines.Take(new DockerLogFrame(channel, Encoding.UTF8.GetBytes(text), EndsFrame: true), _output);

    private string Output() => Encoding.UTF8.GetString(_output.WrittenSpan);
}
