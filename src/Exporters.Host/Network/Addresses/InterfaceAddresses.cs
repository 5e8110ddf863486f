using Exporters.Linux;
using Exporters.Linux.Netlink;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// The IP addresses of the host's interfaces: over netlink, or from <c>fib_trie</c>, <c>route</c> and <c>if_inet6</c> of
/// <c>/proc/net</c> where netlink is not to be had or would show another network.
/// </summary>
internal sealed class InterfaceAddresses(HostNetwork network)
{
    private readonly AddressTable _table = new();
    private readonly AddressFiles _files = new(network);
    private readonly List<InterfaceAddress> _addresses = [];

    /// <summary>The addresses as they are now. The list is filled anew by the next call.</summary>
    /// <param name="unreadable">Told of lines that are left out because they are no addresses.</param>
    public List<InterfaceAddress> Read(Action<ProcFormatException> unreadable)
    {
        var count = 0;
        if (network.IsOwnNamespace && _table.TryRead() == Errno.None)
        {
            for (var i = 0; i < _table.Count; i++)
            {
                if (_table[i] is { } record)
                {
                    Put(count++, record);
                }
            }
        }
        else
        {
            foreach (var record in _files.Read(unreadable))
            {
                Put(count++, record);
            }
        }

        _addresses.RemoveRange(count, _addresses.Count - count);
        return _addresses;
    }

    private void Put(int position, AddressRecord record)
    {
        if (position == _addresses.Count)
        {
            _addresses.Add(new InterfaceAddress(record));
        }
        else if (!ReferenceEquals(_addresses[position].Record, record) && _addresses[position].Record != record)
        {
            _addresses[position] = new InterfaceAddress(record);
        }
    }
}
