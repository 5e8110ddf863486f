using System.Text;
using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Sources.Journal;

/// <summary>
/// Which unit an entry is about, as <c>journalctl -u</c> sees it: the unit that wrote it, or the one that systemd (process 1) or a
/// crash report speaks of. A user's own units go before the <c>user@UID.service</c> that they run in.
/// </summary>
internal sealed class JournalUnit
{
    private string? _unit;
    private string? _userUnit;
    private string? _subject;
    private string? _crashed;
    private bool _isFirstProcess;
    private bool _isKernel;

    /// <summary>The unit's name; null when it is none's.</summary>
    public string? Name => _isFirstProcess && _subject is not null ? _subject : _crashed ?? _userUnit ?? _unit;

    /// <summary>Whether the kernel wrote it.</summary>
    public bool IsKernel => _isKernel;

    public void Clear()
    {
        _unit = _userUnit = _subject = _crashed = null;
        _isFirstProcess = _isKernel = false;
    }

    /// <summary>Takes a field, if it says something about the unit.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("UNIT"u8):
                _subject = Text(value);
                break;
            case 4 when name.SequenceEqual("_PID"u8):
                _isFirstProcess = value.SequenceEqual("1"u8);
                break;
            case 10 when name.SequenceEqual("_TRANSPORT"u8):
                _isKernel = value.SequenceEqual("kernel"u8);
                break;
            case 13 when name.SequenceEqual("_SYSTEMD_UNIT"u8):
                _unit = Text(value);
                break;
            case 13 when name.SequenceEqual("COREDUMP_UNIT"u8):
                _crashed = Text(value);
                break;
            case 18 when name.SequenceEqual("_SYSTEMD_USER_UNIT"u8):
                _userUnit = Text(value);
                break;
        }
    }

    private static string Text(ReadOnlySpan<byte> value) => Ascii.IsValid(value) ? Utf8Interner.Values.Ascii(value) : Encoding.UTF8.GetString(value);
}
