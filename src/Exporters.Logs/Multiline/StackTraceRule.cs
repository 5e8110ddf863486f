using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Multiline;

/// <summary>
/// Joins what plainly belongs to the line before: indented lines, and the lines of Java, .NET, Python, Go and Node stack traces
/// that stand at the margin, and the brackets that close what the event opened. Lines that carry their own time or are JSON objects
/// always begin an event.
/// </summary>
internal sealed class StackTraceRule : IJoinRule
{
    private enum Kind : byte
    {
        /// <summary>Any line.</summary>
        Text,

        /// <summary>Within a Python trace: a line at the margin may be the exception that ends it.</summary>
        Python,

        /// <summary>Within the exception that ended a Python trace.</summary>
        PythonEnd,

        /// <summary>Within a Go dump: function names stand at the margin.</summary>
        Go,

        /// <summary>A Go panic whose goroutines have not come yet.</summary>
        Panic,
    }

    private Kind _kind;
    private bool _hasHeader;

    // Whether a line of the event ended in an opening bracket: JSON over several lines, the properties of a Node error.
    private bool _isOpen;

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compile)]
    public void Begin(ReadOnlySpan<byte> line)
    {
        _kind = Opening(line);
        _hasHeader = !line.IsEmpty && (line[0] == '[' || char.IsAsciiDigit((char)line[0]));
        _isOpen = Opens(line);
    }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compile)]
    public bool Joins(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            // A Go dump has empty lines between its goroutines, a Python chain between its traces.
            return _kind != Kind.Text;
        }

        var first = line[0];
        if (first is (byte)' ' or (byte)'\t')
        {
            if (first == ' ' && IsIndentedHeader(line.TrimStart((byte)' ')))
            {
                return false;
            }

            _isOpen |= Opens(line);
            if (_kind == Kind.PythonEnd)
            {
                return true;
            }

            if (line.TrimStart(" \t"u8).StartsWith("File \""u8))
            {
                _kind = Kind.Python;
            }

            return true;
        }

        if (_isOpen && IsClosing(line))
        {
            return true;
        }

        if (first == '{' || Timestamps.TryIso(line, out _, out _))
        {
            return false;
        }

        return JoinsAtMargin(line);
    }

    // Zabbix pads its process to six places, Nomad indents all its lines: "     7:20261121:095000.123 text", "    2026-11-21T09:50:00.123Z [INFO]  text"
    private static bool IsIndentedHeader(ReadOnlySpan<byte> line)
    {
        if (line.Length < 24 || !char.IsAsciiDigit((char)line[0]))
        {
            return false;
        }

        return line[10] == 'T' ? Timestamps.TryIso(line, out _, out var used) && line[used..].StartsWith(" ["u8)
            : line[..7].IndexOf((byte)':') is > 0 and var colon && OddTimes.TryZabbix(line[(colon + 1)..], out _, out _);
    }

    private static bool Opens(ReadOnlySpan<byte> line)
    {
        var end = line.TrimEnd(" \t"u8);
        return !end.IsEmpty && end[^1] is (byte)'{' or (byte)'[' or (byte)'(';
    }

    // "}", "]", "});"
    private static bool IsClosing(ReadOnlySpan<byte> line) =>
        line[0] is (byte)'}' or (byte)']' or (byte)')' && !line.ContainsAnyExcept("}]),; \t"u8);

    private static Kind Opening(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("Traceback (most recent call last):"u8) >= 0)
        {
            return Kind.Python;
        }

        return line.StartsWith("panic: "u8) || line.StartsWith("fatal error: "u8) ? Kind.Panic
            : IsGoroutine(line) ? Kind.Go
            : Kind.Text;
    }

    private bool JoinsAtMargin(ReadOnlySpan<byte> line)
    {
        if (IsGoroutine(line))
        {
            // The dump of a panic, or one more goroutine of a dump; alone it begins its own event.
            var joins = _kind is Kind.Panic or Kind.Go;
            _kind = Kind.Go;
            return joins;
        }

        switch (_kind)
        {
            case Kind.Go:
                // "main.main()", "created by net/http.(*Server).Serve", "exit status 2"
                return line.EndsWith(")"u8) || line.StartsWith("created by "u8) || line.StartsWith("exit status "u8);
            case Kind.Panic:
                return line[0] == '[' || line.StartsWith("goroutine "u8);
            case Kind.Python:
                // The trace ends with "ValueError: text".
                _kind = Kind.PythonEnd;
                return true;
            case Kind.PythonEnd when IsPythonChain(line):
                return true;
            case Kind.PythonEnd when line.StartsWith("Traceback (most recent call last):"u8):
                _kind = Kind.Python;
                return true;
        }

        if (line.StartsWith("Traceback (most recent call last):"u8))
        {
            // logging.exception() writes the trace under its own message.
            _kind = Kind.Python;
            return true;
        }

        return line.StartsWith("Caused by: "u8) || line.StartsWith("Suppressed: "u8)
            || line.StartsWith("--- End of "u8) || line.StartsWith("---> "u8) || IsMore(line)
            || (line.StartsWith("at "u8) && line.Contains((byte)'('))
            || (_hasHeader && IsException(line));
    }

    // "... 23 more" and "... 3 common frames omitted"
    private static bool IsMore(ReadOnlySpan<byte> line) =>
        line.StartsWith("... "u8) && line.Length > 4 && char.IsAsciiDigit((char)line[4]);

    private static bool IsGoroutine(ReadOnlySpan<byte> line) => line.StartsWith("goroutine "u8) && line.EndsWith("]:"u8);

    private static bool IsPythonChain(ReadOnlySpan<byte> line) =>
        line.StartsWith("During handling of the above exception"u8) || line.StartsWith("The above exception was the direct cause"u8);

    // "java.lang.IllegalStateException: text" under the message it was logged with; a dotted or bare name that ends in Exception or
    // Error, as Java and .NET put it there.
    private static bool IsException(ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)':');
        var name = end < 0 ? line : line[..end];
        if (!name.EndsWith("Exception"u8) && !(name.EndsWith("Error"u8) && name.Contains((byte)'.')))
        {
            return false;
        }

        return !name.ContainsAny(" \t[]=("u8);
    }
}
