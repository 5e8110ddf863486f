using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>
/// The names of a line's fields in their order, kept for the next line: a program's lines have the same names one after the other,
/// so that the next name is known before it is read, and that it did not come before in its line.
/// </summary>
internal sealed class FieldOrder
{
    private const int MaxNames = 32;

    private readonly FieldName[] _names = new FieldName[MaxNames];
    private int _known;
    private int _at;

    /// <summary>Whether each name of the line so far came once, and in the order kept here.</summary>
    public bool IsDistinct => _at >= 0;

    /// <summary>The name that came here in the lines before; null when none did.</summary>
    public FieldName? Expected => (uint)_at < (uint)_known ? _names[_at] : null;

    /// <summary>Begins a line.</summary>
    public void Begin() => _at = 0;

    /// <summary>The expected name came.</summary>
    public void TakeExpected() => _at++;

    /// <summary>A name came.</summary>
    [MethodImpl(HotPath.Compile)]
    public FieldName Take(ReadOnlySpan<byte> name)
    {
        if (Expected is { } expected && name.SequenceEqual(expected.Bytes))
        {
            _at++;
            return expected;
        }

        var field = FieldName.Of(name);
        Learn(field);
        return field;
    }

    private void Learn(FieldName field)
    {
        if (_at < 0)
        {
            return;
        }

        if (_at == MaxNames || Came(field.Text))
        {
            _at = -1;
            return;
        }

        _names[_at++] = field;
        _known = _at;
    }

    private bool Came(string name)
    {
        for (var i = 0; i < _at; i++)
        {
            if (_names[i].Text == name)
            {
                return true;
            }
        }

        return false;
    }
}
