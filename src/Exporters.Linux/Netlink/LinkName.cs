using Exporters.Linux.Interop;

namespace Exporters.Linux.Netlink;

/// <summary>The name of an interface by its number, if_indextoname(3): cheaper than a dump of links where few are asked for.</summary>
public static class LinkName
{
    /// <summary>Bytes that a name takes at most, the zero at its end included.</summary>
    public const int MaxLength = 16;

    /// <summary>Writes the name and returns its length; 0 when there is no such interface, or no longer.</summary>
    /// <param name="index">The interface's number.</param>
    /// <param name="into">Room for <see cref="MaxLength"/> bytes.</param>
    public static unsafe int Of(int index, Span<byte> into)
    {
        if (into.Length < MaxLength)
        {
            throw new ArgumentException($"needs room for {MaxLength} bytes", nameof(into));
        }

        fixed (byte* name = into)
        {
            return Libc.InterfaceName((uint)index, name) is null ? 0 : Math.Max(0, into.IndexOf((byte)0));
        }
    }
}
