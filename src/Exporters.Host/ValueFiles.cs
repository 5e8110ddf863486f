using System.Buffers.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// The one-value files of a device or of several, found once and read in every scrape: a file that is absent or empty has no value
/// now, one that holds something else is reported.
/// </summary>
internal sealed class ValueFiles
{
    private const int MaxLength = 256;
    private readonly List<ValueFile> _files = [];

    /// <summary>What a file's text says; null when it is no number. Not asked for empty text.</summary>
    public delegate double? NumberText(ReadOnlySpan<byte> text);

    /// <summary>Forgets all of them.</summary>
    public void Clear() => _files.Clear();

    /// <summary>One more file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="family">Where its value belongs.</param>
    /// <param name="labels">The labels of the sample.</param>
    /// <param name="scale">By what the value is multiplied to be in the family's unit.</param>
    /// <param name="parse">How it is written; a decimal number, or a hexadecimal one after <c>0x</c>, when nothing is said.</param>
    public void Add(string path, Family family, LabelSet labels, double scale = 1, NumberText? parse = null) =>
        _files.Add(new ValueFile(path, family, labels, scale, parse ?? Number));

    /// <summary>One more file for each line of a table, all in one directory with the same labels.</summary>
    public void AddAll(string directory, FamilyTable table, LabelSet labels, NumberText? parse = null)
    {
        foreach (var (file, family) in table.Rows)
        {
            Add($"{directory}/{file}", family, labels, 1, parse);
        }
    }

    /// <summary>Reads and writes all of them.</summary>
    public void Write(FamilyWriter writer)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        foreach (var file in _files)
        {
            var text = SysFile.Read(file.Path, buffer, out _);
            if (text.IsEmpty)
            {
                continue;
            }

            if (file.Parse(text) is { } value)
            {
                writer.WriteIfKnown(file.Family, double.IsNaN(value) ? null : Scaled(value, file.Scale), file.Labels);
            }
            else
            {
                SysFile.ReportUnlessEmpty(file.Path, text, writer.Unreadable);
            }
        }
    }

    /// <summary>Divides where that is exact and a product is not: 9 ms are 0.009 s, not 0.009000000000000001 s.</summary>
    private static double Scaled(double value, double scale) => scale < 1 ? value / Math.Round(1 / scale) : value * scale;

    /// <summary>A decimal number, or a hexadecimal one after <c>0x</c>.</summary>
    public static double? Number(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("0x"u8))
        {
            return Utf8Parser.TryParse(text[2..], out ulong bits, out var digits, 'x') && digits == text.Length - 2 ? bits : null;
        }

        if (Utf8Parser.TryParse(text, out ulong unsigned, out var used) && used == text.Length)
        {
            return unsigned;
        }

        return Utf8Parser.TryParse(text, out long signed, out used) && used == text.Length ? signed : null;
    }

    /// <summary>One file.</summary>
    private sealed class ValueFile(string path, Family family, LabelSet labels, double scale, NumberText parse)
    {
        public string Path => path;

        public Family Family => family;

        public LabelSet Labels => labels;

        public double Scale => scale;

        public NumberText Parse => parse;
    }
}
