using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>
/// Level words and numbers to OTLP severity numbers, as the OpenTelemetry log data model maps them: TRACE 1, DEBUG 5, INFO 9,
/// WARN 13, ERROR 17, FATAL 21, and syslog's notice 10, critical 18, alert 19, emergency 21.
/// </summary>
internal static class Severities
{
    private static readonly byte[] BySyslog = [21, 19, 18, 17, 13, 10, 9, 5];

    private static readonly string[] SyslogNames = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];

    // Loki reads a level out of these words, in any case, and out of no others; it does not look at the number then.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "trace", "trc", "debug", "dbg", "info", "inf", "information", "warn", "wrn", "warning", "error", "err", "critical", "fatal",
    };

    private static readonly string[] Words = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>Syslog's 0 (emergency) to 7 (debug); 0 for another number.</summary>
    public static byte OfSyslog(int priority) => (uint)priority < 8 ? BySyslog[priority] : (byte)0;

    /// <summary>The usual name of syslog's 0 to 7.</summary>
    public static string SyslogName(int priority) => SyslogNames[priority];

    /// <summary>The text that is sent: the line's own where receivers know it, else the word that they know for the number.</summary>
    /// <param name="severity">OTLP's number, 1 to 24.</param>
    /// <param name="text">The line's own.</param>
    public static string TextFor(byte severity, string text) =>
        Known.Contains(text) ? text
        : severity is 18 or 19 || text.StartsWith("crit", StringComparison.OrdinalIgnoreCase) ? "critical"
        : Words[(severity - 1) / 4];

    /// <summary>The number that bunyan and pino write (10 trace … 60 fatal), or syslog's 0 to 7 as GELF does; 0 for another.</summary>
    public static byte OfNumber(long level) => level switch
    {
        10 => 1,
        20 => 5,
        30 => 9,
        40 => 13,
        50 => 17,
        60 => 21,
        >= 0 and <= 7 => BySyslog[level],
        _ => 0,
    };

    /// <summary>The severity that a word means, in any case; 0 when it is no level word.</summary>
    [MethodImpl(HotPath.Compile)]
    public static byte OfWord(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 3 or > 13)
        {
            return 0;
        }

        ulong key = 0;
        for (var i = 0; i < word.Length && i < 8; i++)
        {
            var c = (byte)(word[i] | 0x20);
            if (c is < (byte)'a' or > (byte)'z')
            {
                return 0;
            }

            key = (key << 8) | c;
        }

        return word.Length <= 8 ? OfKey(key) : OfLongWord(word);
    }

    /// <summary>The severity of a single letter as klog, Android and many short formats write it; 0 for another.</summary>
    public static byte OfLetter(byte letter) => letter switch
    {
        (byte)'T' or (byte)'V' => 1,
        (byte)'D' => 5,
        (byte)'I' => 9,
        (byte)'N' => 10,
        (byte)'W' => 13,
        (byte)'E' => 17,
        (byte)'C' => 18,
        (byte)'F' => 21,
        _ => 0,
    };

    private static byte OfLongWord(ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(word, "emergency"u8) ? (byte)21
        : System.Text.Ascii.EqualsIgnoreCase(word, "information"u8) || System.Text.Ascii.EqualsIgnoreCase(word, "informational"u8) ? (byte)9
        : (byte)0;

    private static byte OfKey(ulong key) => key switch
    {
        // Each constant is the word's lower-case bytes, first letter highest.
        0x7472616365 or 0x747263 => 1, // trace trc
        0x66696e657374 or 0x76657262 or 0x766572626f7365 or 0x767262 => 1, // finest verb verbose vrb
        0x66696e6572 => 2, // finer
        0x6465627567 or 0x646267 or 0x64627567 or 0x66696e65 => 5, // debug dbg dbug fine
        0x636f6e666967 => 8, // config
        0x696e666f or 0x696e66 => 9, // info inf
        0x6e6f74696365 => 10, // notice
        0x7761726e or 0x7761726e696e67 or 0x77726e => 13, // warn warning wrn
        0x6572726f72 or 0x657272 or 0x6661696c or 0x736576657265 or 0x65726f72 => 17, // error err fail severe eror
        0x63726974 or 0x637269746963616c or 0x637274 => 18, // crit critical crt
        0x616c657274 => 19, // alert
        0x666174616c or 0x66746c or 0x70616e6963 or 0x656d657267 or 0x6470616e6963 => 21, // fatal ftl panic emerg dpanic
        _ => 0,
    };
}
