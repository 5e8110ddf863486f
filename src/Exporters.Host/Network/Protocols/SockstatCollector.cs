using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>Sockets in use, from <c>/proc/net/sockstat</c> and <c>/proc/net/sockstat6</c>; one of them is absent where IPv4 or IPv6 is off.</summary>
internal sealed class SockstatCollector(HostPaths paths) : ICollector
{
    private readonly string _path = new HostNetwork(paths).Path("sockstat");
    private readonly string _path6 = new HostNetwork(paths).Path("sockstat6");
    private readonly SockstatFamilies _families = new();

    public string Name => "sockstat";

    public IReadOnlyList<Family> Families => _families.Known;

    public void Collect(FamilyWriter writer)
    {
        Write(_path, writer);
        Write(_path6, writer);
    }

    private void Write(string path, FamilyWriter writer)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno == Errno.None)
            {
                Sockstat.Write(file.Bytes, path, Environment.SystemPageSize, _families, writer);
            }
            else if (errno != Errno.NoEntry)
            {
                throw HostFile.Unavailable(path, errno);
            }
        }
    }
}
