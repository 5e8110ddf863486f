using Exporters.Linux;

namespace Exporters.Host.Kernel;

/// <summary>
/// What we need of <c>/proc/PID/stat</c> and <c>/proc/PID/task/TID/stat</c>, proc_pid_stat(5): field 3, the state, and field 20,
/// the threads of the process. The name in brackets may hold anything, brackets too.
/// <code>2011 (sd (pam)) S 1 2011 2011 0 -1 1077936448 52 0 0 0 0 0 0 0 20 0 1 0 ...</code>
/// </summary>
/// <param name="State">One letter: R, S, D, Z, T, t, I, X.</param>
/// <param name="Threads">How many threads the process has.</param>
internal readonly record struct TaskStat(char State, ulong Threads)
{
    private const int FieldsBetween = 16;

    /// <summary>Reads the line; false, and reported, when it has no bracket or ends before the threads.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable, out TaskStat task)
    {
        task = default;
        var bracket = text.LastIndexOf((byte)')');
        if (bracket < 0 || !new Utf8Cursor(text[(bracket + 1)..], source, unreadable).NextLine(out var line))
        {
            unreadable(new ProcFormatException(source, 1, text, "a process such as \"1 (init) S 0 1\""));
            return false;
        }

        var state = line.Field();
        if (state.Length != 1)
        {
            line.Report(state, "a state of one letter");
            return false;
        }

        line.SkipFields(FieldsBetween);
        if (line.UInt64() is not { } threads)
        {
            return false;
        }

        task = new TaskStat((char)state[0], threads);
        return true;
    }
}
