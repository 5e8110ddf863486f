namespace Exporters.Linux;

/// <summary>
/// Where the host's network is seen: the directory with <c>dev</c>, <c>snmp</c>, <c>tcp</c>…, and whether netlink sockets of this
/// process see the same.
/// <para>
/// <c>/proc/net</c> and netlink show the network namespace of the process that asks, not of the procfs it asks through. With
/// <c>--path.procfs=/proc</c> that is what is wanted. Any other procfs is the host's, mounted into a container, or a fixture: then
/// the files below <c>1/net</c> are taken, which belong to the host's init whatever namespace this process is in, or <c>net</c>
/// where there is no process 1. Netlink is used there only if those files prove to be this process' own, as they are in a
/// container that shares the host's network.
/// </para>
/// </summary>
public sealed class HostNetwork
{
    private const string Own = "/proc";

    /// <summary>Looks where the files are.</summary>
    public HostNetwork(HostPaths paths)
    {
        var root = paths.ProcRoot.Length > 1 ? paths.ProcRoot.TrimEnd('/') : paths.ProcRoot;
        if (root == Own)
        {
            Directory = $"{root}/net";
            IsOwnNamespace = true;
            return;
        }

        var ofInit = System.IO.File.Exists($"{root}/1/net/dev");
        Directory = ofInit ? $"{root}/1/net" : $"{root}/net";
        IsOwnNamespace = System.IO.File.Exists($"{root}/self/stat")
            && FileIdentity.Of($"{Directory}/dev") is { } there && FileIdentity.Of($"{Own}/self/net/dev") is { } here && there.Inode == here.Inode;
        IsOtherNamespace = ofInit && !IsOwnNamespace;
    }

    /// <summary>The directory of the host's network files.</summary>
    public string Directory { get; }

    /// <summary>Whether netlink shows the same network to this process.</summary>
    public bool IsOwnNamespace { get; }

    /// <summary>Whether the files are of a machine whose network is not this process' own, so that its <c>sys/net</c> shows another than they do.</summary>
    public bool IsOtherNamespace { get; }

    /// <summary>The path of a file, <c>snmp</c> say.</summary>
    public string Path(string name) => $"{Directory}/{name}";
}
