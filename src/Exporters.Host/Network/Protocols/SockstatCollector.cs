using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>Sockets in use, from <c>/proc/net/sockstat</c> and <c>/proc/net/sockstat6</c>; one of them is absent where IPv4 or IPv6 is off.</summary>
internal sealed class SockstatCollector(HostPaths paths) : ICollector
{
    private readonly KernelFile _file = new(new HostNetwork(paths).Path("sockstat"));
    private readonly KernelFile _file6 = new(new HostNetwork(paths).Path("sockstat6"));
    private readonly SockstatFamilies _families = new();

    public string Name => "sockstat";

    public IReadOnlyList<Family> Families => _families.Known;

    public void Collect(FamilyWriter writer)
    {
        Write(_file, writer);
        Write(_file6, writer);
    }

    private void Write(KernelFile kernelFile, FamilyWriter writer)
    {
        var errno = kernelFile.TryRead(out var file);
        using (file)
        {
            if (errno == Errno.None)
            {
                Sockstat.Write(file.Bytes, kernelFile.Path, Environment.SystemPageSize, _families, writer);
            }
            else if (errno != Errno.NoEntry)
            {
                throw HostFile.Unavailable(kernelFile.Path, errno);
            }
        }
    }
}
