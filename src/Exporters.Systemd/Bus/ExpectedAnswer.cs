using System.Text;
using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>What the answer of a call must look like, and how it is read.</summary>
/// <param name="call">The call, for messages to people.</param>
/// <param name="types">The types of the answer.</param>
/// <param name="read">Reads an answer of these types.</param>
internal sealed class ExpectedAnswer<T>(BusCall call, string types, BodyReader<T> read)
{
    /// <summary>Reads an answer.</summary>
    /// <exception cref="BusFormatException">It has other types, or its lengths do not fit its size.</exception>
    public T Read(Message message)
    {
        if (!Ascii.Equals(message.Signature, types))
        {
            throw new BusFormatException($"{call}: the answer has the types \"{Encoding.Latin1.GetString(message.Signature)}\", expected \"{types}\"");
        }

        try
        {
            var body = message.GetBodyReader();
            return read(ref body);
        }
        catch (Exception e) when (e is DBusReadException or BusFormatException)
        {
            throw new BusFormatException($"{call}: {e.Message}");
        }
    }
}
