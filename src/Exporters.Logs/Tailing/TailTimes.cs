namespace Exporters.Logs.Tailing;

/// <summary>How long a file may be silent.</summary>
/// <param name="UnfinishedLine">Until a line without its end is sent as it is. Long: a buffering writer stops in the middle of lines.</param>
/// <param name="AfterRotation">Until a file that lost its name is taken as finished. Writers go on for a while with the old file.</param>
internal readonly record struct TailTimes(TimeSpan UnfinishedLine, TimeSpan AfterRotation)
{
    public TailTimes()
        : this(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5))
    {
    }
}
