namespace Exporters.Host.Filesystem;

/// <summary>
/// Types of file systems for which a server or a program of the user answers. They are asked by threads of their own, so that
/// any number of them that are dead leaves the disks of this machine alone.
/// </summary>
internal static class RemoteTypes
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "9p", "acfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2",
        "orangefs", "panfs", "smb3", "smbfs", "virtiofs",
    };

    /// <summary>Whether the type, <c>nfs4</c> or <c>fuse.sshfs</c> say, is one of them.</summary>
    public static bool Has(string type) => Types.Contains(type) || type.StartsWith("fuse", StringComparison.Ordinal);
}
