using System.Globalization;
using System.Text;
using Exporters.Linux.Journal;
using Exporters.Logs.Batching;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Journal;

/// <summary>
/// Reads the journal in its order, and gives each unit a stream of its own. What is acknowledged differs from unit to unit, so the
/// checkpoints hold the place up to which all are settled, from where a later run goes on, and for each unit its last settled
/// entry, up to which that run passes over what it meets again.
/// </summary>
internal sealed partial class JournalSource : ISourceReader
{
    private const int EntriesARound = 512;

    // Others wait meanwhile: entries over which the operator's patterns take long must not hold them up.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(50);
    private const int MaxUnits = 1000;
    private const string PositionKey = "position";
    private const string UnitKey = "unit:";
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly SourceOptions _options;
    private readonly SourceConfig _source;
    private readonly SourceSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly UnitFilter _units;
    private readonly Dictionary<string, JournalStream> _streams = new(StringComparer.Ordinal);
    private readonly HashSet<JournalStream> _pending = [];
    private readonly Queue<JournalStep> _steps = new();
    private readonly JournalEntry _entry;
    private Intake _intake = null!;
    private StreamNumbers _numbers = null!;
    private LogStream _position = null!;
    private SystemJournal? _journal;
    private JournalPlace? _last;
    private bool _mustFindLast;
    private bool _hasEntry;
    private bool _filesChanged;
    private string _numbering = "";
    private UInt128 _numberingOf;
    private long _offset;
    private long _bytes;
    private long _settledBytes;
    private long _tryAtTicks;
    private volatile JournalException? _trouble;

    public JournalSource(SourceOptions options, SourceSetup setup, TimeProvider time, ILogger<JournalSource> logger)
    {
        _options = options;
        _source = options.Source;
        _setup = setup;
        _time = time;
        _logger = logger;
        _units = new UnitFilter(_source.Units);
        _entry = new JournalEntry(setup.MaxLineBytes, logger);
    }

    public bool IsAtEnd => false;

    public bool WantsRoom { get; private set; }

    public long LagBytes => _bytes - _settledBytes;

    public (string Source, string Reason, string Text)? Trouble => _trouble is { } trouble ? (_source.Name, trouble.Reason, trouble.Message) : null;

    public bool IsOfItsKind(StreamState state) => state.Key == PositionKey || state.Key.StartsWith(UnitKey, StringComparison.Ordinal);

    public void Open(Intake intake, StreamNumbers numbers, IReadOnlyList<StreamState> known, Action wake)
    {
        _intake = intake;
        _numbers = numbers;
        foreach (var state in known)
        {
            if (state.Key == PositionKey)
            {
                _position = new LogStream(state.Id, PositionKey, _setup, _options.Resource());
                _last = JournalPlace.TryParse(Encoding.ASCII.GetBytes(state.Cursor ?? ""), out var last) ? last : null;
            }
            else if (state.Key.StartsWith(UnitKey, StringComparison.Ordinal))
            {
                var name = state.Key[UnitKey.Length..];
                _streams[name] = new JournalStream(state.Id, state.Key, _setup, Resource(name))
                {
                    AckedOffset = state.Acked.Offset,
                    ReadOffset = state.Acked.Offset,
                    LastTicks = state.LastTicks,
                    Numbering = UInt128.TryParse(state.Cursor, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var numbering) ? numbering : default,
                    Sequence = state.Acked.TailHash,
                };
            }

            _offset = Math.Max(_offset, state.Acked.Offset);
        }

        _position ??= new LogStream(numbers.Next(), PositionKey, _setup, _options.Resource());
    }

    public bool Read()
    {
        WantsRoom = false;
        if (_journal is null && !TryOpen())
        {
            return false;
        }

        var more = false;
        try
        {
            _filesChanged |= _journal!.NoticeFiles();
            var before = _offset;
            more = ReadEntries(_journal);
            if (_offset > before)
            {
                _steps.Enqueue(new JournalStep(_offset, _bytes, _last!.Value));
            }
            else if (!_journal.HasNotices && !more && !_hasEntry)
            {
                Close();
            }
        }
        catch (JournalException e)
        {
            Fail(e);
        }

        Settle();
        return more;
    }

    public void Dispose() => _journal?.Dispose();

    private bool TryOpen()
    {
        var now = _time.GetUtcNow().UtcTicks;
        if (now < _tryAtTicks && now > _tryAtTicks - TryAgainAfter.Ticks)
        {
            return false;
        }

        _tryAtTicks = now + TryAgainAfter.Ticks;
        try
        {
            _journal = SystemJournal.Open(_source.JournalPath, _setup.MaxLineBytes + 64);
            if (JournalFiles.Trouble(_source.JournalPath) is { } trouble)
            {
                // Some of it may be readable all the same, a user's own entries say.
                Say(trouble);
                if (trouble.Reason == "absent")
                {
                    Close();
                    return false;
                }
            }
            else if (_trouble is not null)
            {
                _trouble = null;
                Log.Opened(_logger);
            }

            Seek(_journal);
            return true;
        }
        catch (JournalException e)
        {
            Fail(e);
            return false;
        }
    }

    private void Seek(SystemJournal journal)
    {
        _hasEntry = false;
        if (_last is { } last)
        {
            journal.Seek(last);
            _mustFindLast = true;
        }
        else if (!_options.Follow.StartAtEnd || _numbers.HasHistory || !journal.SeekLast())
        {
            journal.SeekFirst();
        }
        else
        {
            // The next run must not begin at the beginning, should this one read nothing.
            _last = journal.Place();
            _steps.Enqueue(new JournalStep(++_offset, _bytes, _last.Value));
        }
    }

    private bool ReadEntries(SystemJournal journal)
    {
        var start = _time.GetTimestamp();
        for (var left = EntriesARound; left > 0 && _time.GetElapsedTime(start) < Turn; left--)
        {
            if (!_hasEntry)
            {
                if (!journal.Next() && !(_mustFindLast && GoToFirst(journal)))
                {
                    return false;
                }

                if (_mustFindLast && IsLast(journal))
                {
                    continue;
                }

                _hasEntry = true;
            }

            if (!TryTake(journal))
            {
                WantsRoom = true;
                return false;
            }

            _hasEntry = false;
        }

        return true;
    }

    /// <summary>The place where reading stopped is behind everything that there is: the journal is another one, or its clock was wrong.</summary>
    private bool GoToFirst(SystemJournal journal)
    {
        // A journal of which not all may be read seems to end earlier than it does.
        if (_trouble is not null || !journal.SeekLast())
        {
            journal.Seek(_last!.Value);
            return false;
        }

        journal.SeekFirst();
        return journal.Next();
    }

    /// <summary>Whether this is the entry that was read last. When it is not, that one is gone.</summary>
    private bool IsLast(SystemJournal journal)
    {
        _mustFindLast = false;
        var place = journal.Place();
        if (place == _last)
        {
            return true;
        }

        SayGap(_last!.Value, place, "at most ");
        return false;
    }

    /// <summary>Between two runs units may have been settled further than the place up to which all are: then the number is too high.</summary>
    private void SayGap(in JournalPlace before, in JournalPlace first, string atMost = "")
    {
        var missing = before.Numbering == first.Numbering && first.Sequence > before.Sequence
            ? string.Create(CultureInfo.InvariantCulture, $"{atMost}{first.Sequence - before.Sequence - 1} entries between them are lost")
            : "how many entries between them are lost is not known";
        Log.Gap(_logger, Time(before), Time(first), missing);
    }

    private static string Time(in JournalPlace place) =>
        DateTime.UnixEpoch.AddMicroseconds(place.RealtimeMicroseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Hands over the entry that the journal stands on, if it is wanted; false when there is no room for it.</summary>
    private bool TryTake(SystemJournal journal)
    {
        var place = journal.Place();
        if (_filesChanged)
        {
            _filesChanged = false;
            if (_last is { } last && place.Numbering == last.Numbering && place.Sequence > last.Sequence + 1)
            {
                SayGap(last, place);
            }
        }

        var bytes = _entry.Read(journal);
        if (_units.IsWanted(_entry.Unit.Name))
        {
            var stream = StreamOf(_entry.Unit.Name, _entry.Unit.IsKernel);
            if (stream.Numbering != place.Numbering || place.Sequence > stream.Sequence)
            {
                if (!_intake.Batcher.TryBegin(stream))
                {
                    return false;
                }

                Add(stream, place, bytes);
            }
        }

        _last = place;
        _offset++;
        return true;
    }

    private void Add(JournalStream stream, in JournalPlace place, int bytes)
    {
        var offset = _offset + 1;
        var entry = Intake.Next(stream);
        _entry.Write((long)place.RealtimeMicroseconds, stream.Parser, entry);
        if (!stream.IsPending)
        {
            stream.FirstPending = offset;
            _pending.Add(stream);
        }

        stream.ReadOffset = offset;
        stream.Numbering = place.Numbering;
        stream.Sequence = place.Sequence;
        _bytes += bytes;
        _setup.Ledger.AddCut(_entry.IsCut ? 1 : 0);
        _setup.Ledger.AddRepaired(_entry.IsRepaired ? 1 : 0);
        _intake.AddParsed(stream, entry, (long)place.Sequence, bytes, entry.TimestampTicks);
        if (_numberingOf != place.Numbering || _numbering.Length == 0)
        {
            _numberingOf = place.Numbering;
            _numbering = place.Numbering.ToString("x32", CultureInfo.InvariantCulture);
        }

        _intake.Batcher.Seal(stream, new Position(offset, LineContinuation.None, 0, place.Sequence), modifiedTicks: 0, _numbering);
    }

    /// <summary>Services have streams of their own; what sessions, mounts and the like write goes into one, as the kernel's does.</summary>
    private JournalStream StreamOf(string? unit, bool isKernel)
    {
        var name = isKernel ? "kernel" : unit is not null && unit.EndsWith(".service", StringComparison.Ordinal) ? unit : "";
        if (!_streams.TryGetValue(name, out var stream))
        {
            if (_streams.Count >= MaxUnits)
            {
                EndIdle();
            }

            _streams[name] = stream = new JournalStream(_numbers.Next(), UnitKey + name, _setup, Resource(name));
        }

        return stream;
    }

    private LogResource Resource(string name) => name.Length == 0
        ? _options.Resource()
        : _options.Resource(
            new("service.name", name.EndsWith(".service", StringComparison.Ordinal) ? name[..^".service".Length] : name),
            new("unit", name == "kernel" ? "" : name));

    /// <summary>Notes the last place before which everything is settled.</summary>
    private void Settle()
    {
        var unsettled = long.MaxValue;
        _pending.RemoveWhere(static stream => !stream.IsPending);
        foreach (var stream in _pending)
        {
            unsettled = Math.Min(unsettled, stream.Unsettled);
        }

        JournalStep? last = null;
        while (_steps.TryPeek(out var step) && step.Offset < unsettled)
        {
            last = _steps.Dequeue();
        }

        if (last is { } settled)
        {
            _settledBytes = settled.Bytes;
            _intake.Batcher.Begin(_position);
            _intake.Batcher.Seal(_position, new Position(settled.Offset, LineContinuation.None, 0, 0), modifiedTicks: 0, settled.Place.ToCursor());
        }
    }

    /// <summary>Units that come and go must not fill memory and checkpoints: those that have long been settled begin anew when they come back.</summary>
    private void EndIdle()
    {
        foreach (var (key, stream) in _streams.OrderBy(s => s.Value.ReadOffset).Take(MaxUnits / 2).ToList())
        {
            if (!stream.IsPending && stream.ReadOffset <= _position.AckedOffset && stream.OpenPart is null)
            {
                _streams.Remove(key);
                _intake.Batcher.Begin(stream).Ends = true;
                _intake.Batcher.Seal(stream, new Position(stream.AckedOffset, LineContinuation.None, 0, 0), modifiedTicks: 0);
            }
        }
    }

    private void Fail(JournalException e)
    {
        Say(e);
        Close();
    }

    private void Say(JournalException e)
    {
        if (_trouble?.Message != e.Message)
        {
            Log.NotRead(_logger, e.Message);
        }

        _trouble = e;
    }

    private void Close()
    {
        _journal?.Dispose();
        _journal = null;
        _hasEntry = false;
        _tryAtTicks = _time.GetUtcNow().UtcTicks + TryAgainAfter.Ticks;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The journal: {Reason}")]
        public static partial void NotRead(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "The journal can be read again")]
        public static partial void Opened(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "The journal no longer has the entry at which reading stopped ({Before}); it goes on with the oldest after it ({First}), and {Missing}. Give journald more room (SystemMaxUse= in journald.conf)")]
        public static partial void Gap(ILogger logger, string before, string first, string missing);
    }
}
