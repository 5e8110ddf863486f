using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Exporters.Configuration;

/// <summary>YAML events of one document, which is no deeper than a person writes: the library needs 20 s for 100,000 brackets.</summary>
internal sealed class SingleDocumentParser(IParser parser) : IParser
{
    /// <summary>Lists and mappings within each other.</summary>
    private const int MaxDepth = 100;

    private int _depth;
    private int _documents;

    public ParsingEvent? Current => parser.Current;

    /// <exception cref="DocumentException">There is a second document, or it is too deep.</exception>
    public bool MoveNext()
    {
        if (!parser.MoveNext())
        {
            return false;
        }

        var current = parser.Current!;
        if (current is DocumentStart && ++_documents > 1)
        {
            throw new DocumentException(current.Start, "a second document begins here, and only one is read; put all of it into one, without the line ---");
        }

        _depth += current.NestingIncrease;
        if (_depth > MaxDepth)
        {
            throw new DocumentException(current.Start, $"more than {MaxDepth} lists and mappings within each other");
        }

        return true;
    }
}
