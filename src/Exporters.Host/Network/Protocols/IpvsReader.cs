using System.Globalization;
using System.Net;
using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// Walks through the real servers of <c>/proc/net/ip_vs</c>: each stands below its virtual server; addresses of IPv4 and ports are
/// hexadecimal.
/// <code>
/// TCP  C0A80016:0CEA wlc
///   -> C0A85216:0CEA      Tunnel  100    248        2
/// FWM  10001000 wlc
///   -> [2001:0db8:0000:0000:0000:0000:0000:0001]:0CEA  Route   1      0          0
/// </code>
/// </summary>
internal ref struct IpvsReader(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
{
    private Utf8Cursor _file = new(text, source, unreadable);
    private string _protocol = "";
    private string _address = "";
    private string _port = "";
    private string _mark = "";

    /// <summary>Goes to the next real server.</summary>
    public bool Next(out IpvsBackend backend)
    {
        while (_file.NextLine(out var line))
        {
            var word = line.Field();
            if (word.SequenceEqual("TCP"u8) || word.SequenceEqual("UDP"u8) || word.SequenceEqual("SCTP"u8))
            {
                (_protocol, _mark) = (Encoding.ASCII.GetString(word), "");
                TryEndpoint(line, line.Field(), out _address, out _port);
            }
            else if (word.SequenceEqual("FWM"u8))
            {
                (_protocol, _address, _port, _mark) = ("FWM", "", "0", Encoding.ASCII.GetString(line.Field()));
            }
            else if (_protocol.Length > 0 && word.SequenceEqual("->"u8) && TryEndpoint(line, line.Field(), out var address, out var port))
            {
                line.SkipFields(1);
                if (line.UInt64() is { } weight && line.UInt64() is { } active && line.UInt64() is { } inactive)
                {
                    backend = new IpvsBackend(_protocol, _address, _port, _mark, address, port, weight, active, inactive);
                    return true;
                }
            }
        }

        backend = null!;
        return false;
    }

    /// <summary><c>C0A80016:0CEA</c> or <c>[2001:0db8:…]:0CEA</c>.</summary>
    private static bool TryEndpoint(Utf8Cursor line, ReadOnlySpan<byte> field, out string address, out string port)
    {
        (address, port) = ("", "");
        var colon = field.LastIndexOf((byte)':');
        if (colon > 0 && ushort.TryParse(field[(colon + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            port = number.ToString(CultureInfo.InvariantCulture);
            var host = field[..colon];
            if (uint.TryParse(host, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var v4))
            {
                address = new IPAddress([(byte)(v4 >> 24), (byte)(v4 >> 16), (byte)(v4 >> 8), (byte)v4]).ToString();
                return true;
            }

            if (IPAddress.TryParse(Encoding.ASCII.GetString(host.Trim("[]"u8)), out var v6))
            {
                address = v6.ToString();
                return true;
            }
        }

        line.Report(field, "an address and a port such as C0A80016:0CEA");
        return false;
    }
}
