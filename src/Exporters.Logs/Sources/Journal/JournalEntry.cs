using Exporters.Linux.Journal;
using Exporters.Logs.Framing;
using Exporters.Logs.Parsing;
using Exporters.Logs.Records;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Journal;

/// <summary>The entry of the journal that is read just now: its fields, whose it is, and what had to be changed of its text.</summary>
internal sealed partial class JournalEntry(int maxLineBytes, ILogger logger)
{
    private readonly JournalFields _fields = new();
    private bool _saidPacked;
    private byte[] _repaired = [];

    /// <summary>Whose it is.</summary>
    public JournalUnit Unit { get; } = new();

    /// <summary>Whether its message was longer than allowed.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether its message held what is no UTF-8 text.</summary>
    public bool IsRepaired { get; private set; }

    /// <summary>Reads the fields of the entry that the journal stands on.</summary>
    /// <returns>Their bytes.</returns>
    /// <exception cref="JournalException">They cannot be read.</exception>
    public int Read(SystemJournal journal)
    {
        _fields.Begin();
        Unit.Clear();
        IsCut = IsRepaired = false;
        var bytes = 0;
        var hasMessage = false;
        journal.RestartFields();
        while (journal.NextField(out var field))
        {
            bytes += field.Length;
            var equals = field.IndexOf((byte)'=');
            if (equals <= 0)
            {
                continue;
            }

            var name = field[..equals];
            var value = field[(equals + 1)..];
            if (name.SequenceEqual("MESSAGE"u8))
            {
                hasMessage = true;
                value = Clean(value);
            }

            Unit.Add(name, value);
            _fields.Add(name, value);
        }

        if (!hasMessage && !_saidPacked && journal.CannotUnpack("MESSAGE"))
        {
            _saidPacked = true;
            Log.Packed(logger);
        }

        return bytes;
    }

    /// <summary>Makes the record of it.</summary>
    public void Write(long realtimeMicroseconds, ILineParser parser, LogEntry entry) => _fields.End(realtimeMicroseconds, parser, entry);

    /// <summary>As lines of files: no longer than allowed, valid UTF-8 without NUL; what had to be changed is counted.</summary>
    private ReadOnlySpan<byte> Clean(ReadOnlySpan<byte> text)
    {
        if (text.Length > maxLineBytes)
        {
            text = LineText.TrimPartialCharacter(text[..maxLineBytes]);
            IsCut = true;
        }

        if (LineText.IsClean(text))
        {
            return text;
        }

        IsRepaired = true;
        if (_repaired.Length < text.Length * 3)
        {
            _repaired = new byte[Math.Max(text.Length * 3, 4096)];
        }

        return _repaired.AsSpan(0, LineText.Repair(text, _repaired));
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Error, "The journal holds messages packed in a way that this machine's libsystemd cannot unpack; they go out without text. Install libzstd1, liblz4-1 and liblzma5")]
        public static partial void Packed(ILogger logger);
    }
}
