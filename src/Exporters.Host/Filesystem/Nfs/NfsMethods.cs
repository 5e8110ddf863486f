namespace Exporters.Host.Filesystem.Nfs;

/// <summary>
/// The methods of each version of NFS in the order of the kernel's numbers, one word each, as node_exporter writes them; <c>-</c> for
/// a number that is not shown. The first number of a line says how many follow.
/// </summary>
internal static class NfsMethods
{
    /// <summary>RFC 1094, from 1 on.</summary>
    public const string Version2 =
        "GetAttr SetAttr Root Lookup ReadLink Read WrCache Write Create Remove Rename Link SymLink MkDir RmDir ReadDir FsStat";

    /// <summary>RFC 1813, from 1 on.</summary>
    public const string Version3 =
        "GetAttr SetAttr Lookup Access ReadLink Read Write Create MkDir SymLink MkNod Remove RmDir Rename Link ReadDir ReadDirPlus FsStat FsInfo PathConf Commit";

    /// <summary>The client's calls of version 4, include/linux/nfs4.h.</summary>
    public const string Client4 =
        "- Null Read Write Commit Open OpenConfirm OpenNoattr OpenDowngrade Close Setattr FsInfo Renew SetClientID SetClientIDConfirm Lock Lockt Locku"
        + " Access Getattr Lookup LookupRoot Remove Rename Link Symlink Create Pathconf StatFs ReadLink ReadDir ServerCaps DelegReturn GetACL SetACL"
        + " FsLocations ReleaseLockowner Secinfo FsidPresent ExchangeID CreateSession DestroySession Sequence GetLeaseTime ReclaimComplete GetDeviceInfo"
        + " LayoutGet LayoutCommit LayoutReturn SecinfoNoName TestStateID FreeStateID GetDeviceList BindConnToSession DestroyClientID Seek Allocate"
        + " DeAllocate LayoutStats Clone";

    /// <summary>The server's operations of version 4, RFC 7530, from 0 on.</summary>
    public const string Server4 =
        "- - - - Access Close Commit Create DelegPurge DelegReturn GetAttr GetFH Link Lock Lockt Locku Lookup LookupRoot Nverify Open OpenAttr OpenConfirm"
        + " OpenDgrd PutFH - - Read ReadDir ReadLink Remove Rename Renew RestoreFH SaveFH SecInfo SetAttr SetClientID SetClientIDConfirm Verify Write"
        + " RelLockOwner";
}
