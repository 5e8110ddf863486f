using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// The number that the kernel gave to a family of generic netlink, which differs from boot to boot; genl(8). A request is
/// <c>struct genlmsghdr</c> (command, version) and attributes.
/// </summary>
internal sealed class GenericFamily : INetlinkVisitor
{
    /// <summary>Bytes before the attributes of a message.</summary>
    public const int HeaderSize = 4;

    private const ushort Control = 16;
    private const byte GetFamily = 3;
    private const ushort FamilyId = 1;
    private const ushort FamilyName = 2;

    private readonly byte[] _name;
    private ushort _number;

    private GenericFamily(ReadOnlySpan<byte> name) => _name = name.ToArray();

    /// <summary>The number of the family with this name; 0 when the kernel does not have it.</summary>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    public static ushort NumberOf(ReadOnlySpan<byte> name)
    {
        var family = new GenericFamily(name);
        var errno = NetlinkDump.Run("generic netlink", NetlinkProtocol.Generic, Control, [GetFamily, 1, 0, 0], family);
        return errno == Errno.None ? family._number : (ushort)0;
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart() => _number = 0;

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (body.Length < HeaderSize)
        {
            return;
        }

        var (number, matches) = ((ushort)0, false);
        for (var attributes = new NetlinkAttributes(body[HeaderSize..]); attributes.Next();)
        {
            if (attributes.Type == FamilyId && attributes.Value.Length >= sizeof(ushort))
            {
                number = MemoryMarshal.Read<ushort>(attributes.Value);
            }
            else if (attributes.Type == FamilyName)
            {
                matches = attributes.Text.SequenceEqual(_name);
            }
        }

        _number = matches ? number : _number;
    }
}
