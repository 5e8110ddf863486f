using Exporters.Logs.Tailing;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Finds as another one does; then something happens to the files before they are looked at.</summary>
internal sealed class InterruptedFinder(TailRig rig, IFileFinder inner) : IFileFinder
{
    public bool IsWanted(string path) => inner.IsWanted(path);

    public void Find(List<FoundFile> files, ISet<string> directories, List<(string Path, string Reason)> unreadable)
    {
        inner.Find(files, directories, unreadable);
        var interruption = rig.AfterListing;
        rig.AfterListing = null;
        interruption?.Invoke();
    }
}
