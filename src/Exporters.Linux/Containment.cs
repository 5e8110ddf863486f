using System.Text;

namespace Exporters.Linux;

/// <summary>
/// Whether this process sees the host's root, or only that of an application container (Docker, Podman, containerd,
/// Kubernetes). What is read through the root (file systems, /etc/os-release) would there be the container's own. Files of /proc
/// and /sys that belong to no namespace (disks, sensors, CPUs) are the host's everywhere. A system container (LXC, nspawn), which
/// stands for a machine, is taken as one; so is a machine whose root was unpacked from an image.
/// </summary>
public static class Containment
{
    private const string OwnMounts = "/proc/self/mountinfo";

    /// <summary>Which mount of the host is missing, and how to give it; null when the root is the host's as far as can be told.</summary>
    public static string? MissingRoot(HostPaths paths)
    {
        if (ProcFile.TryRead(OwnMounts, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            return MissingRoot(paths, file.Bytes);
        }
    }

    /// <summary>The same for the mounts of a process, given as its mountinfo.</summary>
    public static string? MissingRoot(HostPaths paths, ReadOnlySpan<byte> mountinfo)
    {
        if (Evidence(mountinfo) is not { } evidence)
        {
            return null;
        }

        const string Remedy = "start it with -v /:/host:ro,rslave and --path.rootfs=/host";
        if (paths.RootFs == "/")
        {
            return $"the host's root is not mounted: this process is in a container ({evidence}), whose own root --path.rootfs=/ is; {Remedy}";
        }

        return IsMounted(mountinfo, paths.RootFs)
            ? null
            : $"the host's root is not mounted at {paths.RootFs}: this process is in a container ({evidence}) and nothing is mounted there; {Remedy}";
    }

    /// <summary>
    /// What shows that these are the mounts of an application container: the files that its engine binds over /etc, or a root
    /// made of the engine's layers. Null when neither is there. The marker files /.dockerenv and /run/.containerenv prove nothing:
    /// a machine whose root was unpacked from an image has them too.
    /// </summary>
    private static string? Evidence(ReadOnlySpan<byte> mountinfo)
    {
        for (var mounts = new MountinfoReader(mountinfo, OwnMounts); mounts.Next();)
        {
            var isEngineFile = mounts.MountPoint.SequenceEqual("/etc/hosts"u8) || mounts.MountPoint.SequenceEqual("/etc/hostname"u8)
                || mounts.MountPoint.SequenceEqual("/etc/resolv.conf"u8);
            if (isEngineFile && HasAny(mounts.Root, "/containers/"u8, "/overlay-containers/"u8, "/pods/"u8, "/sandboxes/"u8))
            {
                return $"{Encoding.UTF8.GetString(mounts.MountPoint)} is bound from {Encoding.UTF8.GetString(mounts.Root)}";
            }

            if (mounts.MountPoint.SequenceEqual("/"u8)
                && (mounts.Type.SequenceEqual("overlay"u8) || mounts.Type.SequenceEqual("fuse.fuse-overlayfs"u8))
                && HasAny(mounts.SuperOptions, "/overlay2/"u8, "/containers/storage/"u8, "io.containerd.snapshotter"u8, "/buildkit/"u8))
            {
                return "its root is an overlay of a container engine's layers";
            }
        }

        return null;
    }

    private static bool HasAny(ReadOnlySpan<byte> text, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d) =>
        text.IndexOf(a) >= 0 || text.IndexOf(b) >= 0 || text.IndexOf(c) >= 0 || text.IndexOf(d) >= 0;

    private static bool IsMounted(ReadOnlySpan<byte> mountinfo, string path)
    {
        var utf8 = Encoding.UTF8.GetBytes(path.TrimEnd('/'));
        for (var mounts = new MountinfoReader(mountinfo, OwnMounts); mounts.Next();)
        {
            var point = MountinfoReader.Unescape(mounts.MountPoint);
            if (point.Length > 1 && utf8.AsSpan().StartsWith(point) && (utf8.Length == point.Length || utf8[point.Length] == '/'))
            {
                return true;
            }
        }

        return false;
    }
}
