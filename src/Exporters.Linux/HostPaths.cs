namespace Exporters.Linux;

/// <summary>
/// Where the host's file systems are seen from this process: <c>/proc</c>, <c>/sys</c> and <c>/</c> on the host itself, mounts of
/// them inside a container, a directory in a test.
/// </summary>
/// <param name="ProcRoot">The proc file system, <c>--path.procfs</c>.</param>
/// <param name="SysRoot">The sys file system, <c>--path.sysfs</c>.</param>
/// <param name="RootFs">The host's root, <c>--path.rootfs</c>.</param>
/// <param name="UdevDataRoot">udev's data base, <c>--path.udev.data</c>.</param>
public sealed record HostPaths(
    string ProcRoot = "/proc", string SysRoot = "/sys", string RootFs = "/", string UdevDataRoot = "/run/udev/data")
{
    /// <summary>The path of a proc file, <c>net/dev</c> say.</summary>
    public string Proc(string relative) => Join(ProcRoot, relative);

    /// <summary>The path of a sys file, <c>class/net</c> say.</summary>
    public string Sys(string relative) => Join(SysRoot, relative);

    /// <summary>The path under which this process sees the host's <paramref name="absolute"/> path.</summary>
    public string Root(string absolute) => RootFs == "/" ? absolute : Join(RootFs, absolute.TrimStart('/'));

    /// <summary>The path of a file of udev's data base, <c>b8:0</c> say.</summary>
    public string UdevData(string relative) => Join(UdevDataRoot, relative);

    private static string Join(string root, string relative) => root.EndsWith('/') ? root + relative : $"{root}/{relative}";
}
