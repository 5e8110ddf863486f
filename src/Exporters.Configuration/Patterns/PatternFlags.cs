namespace Exporters.Configuration.Patterns;

/// <summary>The flags of Go's syntax that change how what follows is translated; <c>i</c> is the engine's own.</summary>
[Flags]
internal enum PatternFlags
{
    None = 0,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> match at every line.</summary>
    MultiLine = 1,

    /// <summary><c>s</c>: a dot matches a newline too.</summary>
    DotAll = 2,

    /// <summary><c>U</c>: repetitions are lazy, and greedy with a question mark.</summary>
    Ungreedy = 4,
}
