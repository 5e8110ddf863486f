using System.Net.Sockets;

namespace Exporters.Hosting;

/// <summary>The name of an address to listen on has no address; the message says which, why, and what to do.</summary>
internal sealed class ListenNameException(ListenAddress address, SocketException reason)
    : Exception($"cannot listen on {address}: {address.Name} has no address ({reason.Message}); give an address of this machine with --web.listen-address", reason);
