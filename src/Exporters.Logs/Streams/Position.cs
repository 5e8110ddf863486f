namespace Exporters.Logs.Streams;

/// <summary>How far into a stream of bytes.</summary>
/// <param name="Offset">The next byte.</param>
/// <param name="Continuation">Whether it lies within a line, and what of the rest of that line is still to come.</param>
/// <param name="TailLength">How many bytes before the offset are hashed.</param>
/// <param name="TailHash">Their <see cref="ByteHash"/>, taken as they were read.</param>
internal readonly record struct Position(long Offset, LineContinuation Continuation, int TailLength, ulong TailHash)
{
    /// <summary>Bytes before the offset that show whether the file is still the same up to there.</summary>
    public const int MaxTail = 1024;
}
