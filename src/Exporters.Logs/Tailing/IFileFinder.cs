namespace Exporters.Logs.Tailing;

/// <summary>Knows which files a source wants followed.</summary>
internal interface IFileFinder
{
    /// <summary>Whether it knows them. Before that, what an earlier run knew of its files is kept as it is.</summary>
    bool IsReady => true;

    /// <summary>Whether it knows of others than it gave the last time: then discovery need not wait for its time.</summary>
    bool HasNews => false;

    /// <summary>Whether a file of this path is one of its files; false while it does not know them.</summary>
    bool IsWanted(string path);

    /// <summary>Adds the files that are there now, and the directories in which others may come; unreadable ones to the last list.</summary>
    void Find(List<FoundFile> files, ISet<string> directories, List<(string Path, string Reason)> unreadable);
}
