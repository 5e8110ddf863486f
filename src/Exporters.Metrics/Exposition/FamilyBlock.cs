using System.Text;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// The samples of one family in one scrape, as they stand in text 0.0.4. In OpenMetrics only the header and the bounds of
/// histograms and summaries differ, see <see cref="OpenMetricsBounds"/>. A series that was already written is refused, so that the page never repeats one.
/// </summary>
internal sealed class FamilyBlock(Family family)
{
    private readonly Utf8Buffer _lines = new();
    private SeriesIndex? _index;
    private int _lineStart;

    public Family Family { get; } = family;

    public int Samples { get; private set; }

    /// <summary>The first series that was refused because it stood already in the block; null when there was none.</summary>
    public string? Repeated { get; private set; }

    /// <summary>Whether nothing is added to it any more, so that several scrapes may show it.</summary>
    public bool IsSealed { get; private set; }

    public ReadOnlySpan<byte> Lines => _lines.Written;

    /// <summary>Forgets the samples. Keeps room for as many again, unless it had far more room than it used.</summary>
    public void Clear()
    {
        _lines.Trim();
        _index?.Clear();
        _lines.Length = 0;
        Samples = 0;
        Repeated = null;
    }

    /// <summary>Gives back the room of a family that is no longer written.</summary>
    public void Trim()
    {
        if (Samples == 0)
        {
            _lines.Trim();
            _index?.Clear();
        }
    }

    /// <summary>Ends writing: keeps the lines and nothing else.</summary>
    public void Seal()
    {
        IsSealed = true;
        _lines.Fit();
        _index = null;
        Repeated = null;
    }

    public void Add(double value, LabelSet? labels, ReadOnlySpan<string?> values) => Add(default, value, labels, values, default, 0);

    /// <summary>One sample; <paramref name="suffix"/> is <c>_bucket</c>, <c>_sum</c> or <c>_count</c> of a histogram.</summary>
    public void Add(
        ReadOnlySpan<byte> suffix, double value, LabelSet? labels, ReadOnlySpan<string?> values, ReadOnlySpan<byte> lastLabel, double lastValue)
    {
        _lineStart = _lines.Length;
        _lines.Append(Family.NameUtf8);
        _lines.Append(suffix);
        var brace = _lines.Length;
        _lines.Append((byte)'{');
        if (labels is not null)
        {
            _lines.Append(labels.Utf8);
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } text)
            {
                LabelEncoder.Append(_lines, Family.LabelNamesUtf8[i], text);
            }
        }

        if (!lastLabel.IsEmpty)
        {
            AppendBound(lastLabel, lastValue);
        }

        if (_lines.Length == brace + 1)
        {
            _lines.Length = brace;
        }
        else
        {
            _lines.Append((byte)'}');
        }

        Close(value);
    }

    /// <summary>Takes over the lines of another block of the same name, series by series.</summary>
    public void Merge(FamilyBlock other) => AddLines(other.Lines);

    /// <summary>Takes over sample lines of this family as text 0.0.4 has them, series by series.</summary>
    public void AddLines(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n') + 1;
            AddLine(lines[..end]);
            lines = lines[end..];
        }
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        _lineStart = _lines.Length;
        var space = line.LastIndexOf((byte)' ');
        _lines.Append(line[..space]);
        if (Admit())
        {
            _lines.Append(line[space..]);
        }
    }

    private void AppendBound(ReadOnlySpan<byte> name, double bound)
    {
        if (_lines.Written[^1] != (byte)'{')
        {
            _lines.Append((byte)',');
        }

        _lines.Append(name);
        _lines.Append("=\""u8);
        Span<byte> number = stackalloc byte[GoNumber.MaxLength];
        _lines.Append(number[..GoNumber.Format(bound, number)]);
        _lines.Append((byte)'"');
    }

    private void Close(double value)
    {
        if (Admit())
        {
            _lines.Append((byte)' ');
            _lines.AppendNumber(value);
            _lines.Append((byte)'\n');
        }
    }

    private bool Admit()
    {
        if (Samples > 0)
        {
            _index ??= new SeriesIndex();
            if (Samples == 1)
            {
                var first = _lines.Written[.._lines.Written.IndexOf((byte)'\n')];
                _index.TryAdd(_lines.Written, 0, first.LastIndexOf((byte)' '));
            }

            if (!_index.TryAdd(_lines.Written, _lineStart, _lines.Length - _lineStart))
            {
                Repeated ??= Encoding.UTF8.GetString(_lines.Written[_lineStart..]);
                _lines.Length = _lineStart;
                return false;
            }
        }

        Samples++;
        return true;
    }
}
