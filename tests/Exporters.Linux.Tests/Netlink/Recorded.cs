using Exporters.Linux.Netlink;

namespace Exporters.Linux.Tests.Netlink;

/// <summary>Recorded answers of the kernel.</summary>
internal static class Recorded
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "netlink", name + ".bin"));

    /// <summary>Feeds an answer to a table, as a dump with sequence number 1 would.</summary>
    public static NetlinkProgress Feed(string name, INetlinkVisitor table) => Feed(Bytes(name), table);

    public static NetlinkProgress Feed(byte[] bytes, INetlinkVisitor table)
    {
        table.Restart();
        return new NetlinkDatagram("recorded", 1).Read(bytes, table);
    }
}
