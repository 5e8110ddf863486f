namespace Exporters.Logs.Tailing;

/// <summary>Knows which files a source wants followed.</summary>
internal interface IFileFinder
{
    /// <summary>Adds the files that are there now, and the directories in which others may come; unreadable ones to the last list.</summary>
    void Find(List<FoundFile> files, ISet<string> directories, List<(string Path, string Reason)> unreadable);
}
