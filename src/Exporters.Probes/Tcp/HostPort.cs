using System.Globalization;
using Exporters.Probes.Guard;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tcp;

/// <summary>Targets of the form <c>host:port</c>, <c>[::1]:port</c>.</summary>
internal static class HostPort
{
    /// <summary>Reads a target.</summary>
    /// <param name="scheme">What the hop is for.</param>
    /// <param name="target">The text.</param>
    /// <param name="byDefault">Port of a target without one; null: it must have one.</param>
    /// <exception cref="ProbeException">It is none.</exception>
    public static HopTarget Parse(string scheme, string target, int? byDefault) =>
        TryParse(scheme, target, byDefault) ?? throw new ProbeException(
            FailureReason.Other, $"\"{target}\" is no target for the {scheme} prober: it must be host:port, with brackets around an IPv6 address");

    /// <summary>Reads a target; null when it is none.</summary>
    public static HopTarget? TryParse(string scheme, string target, int? byDefault)
    {
        var colon = target.LastIndexOf(':');
        var isBare = colon < 0 || target.EndsWith(']') || (target.AsSpan().Count(':') > 1 && target[0] != '[');
        if (isBare)
        {
            var host = target.Trim('[', ']');
            return byDefault is { } port && host.Length > 0 ? new HopTarget(scheme, Ascii(host), port, "") : null;
        }

        var name = target[..colon].Trim('[', ']');
        return name.Length > 0 && int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535
            ? new HopTarget(scheme, Ascii(name), number, "")
            : null;
    }

    /// <summary>A target that is a host alone, for icmp.</summary>
    public static HopTarget Host(string scheme, string target) => new(scheme, Ascii(target.Trim('[', ']')), 0, "");

    // What is no name at all, the resolver refuses.
    private static string Ascii(string host) => HostName.TryParse(host, out var ascii) ? ascii : host;
}
