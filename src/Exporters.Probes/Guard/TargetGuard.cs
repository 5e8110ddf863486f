using System.Net;

namespace Exporters.Probes.Guard;

/// <summary>
/// Where a probe may go, asked by name before resolution and by address after it, at the first request and at every redirect.
/// The address that was checked is the one that is connected to, so a name cannot change its mind in between.
/// </summary>
internal sealed class TargetGuard
{
    private readonly IReadOnlyList<TargetRule> _rules;
    private readonly HopTarget? _first;
    private readonly bool _isOpen;

    private TargetGuard(IReadOnlyList<TargetRule> rules, HopTarget? first, bool isOpen)
    {
        _rules = rules;
        _first = first;
        _isOpen = isOpen;
    }

    /// <summary>For a target of the configuration: anywhere but special addresses, unless its own URL names one.</summary>
    public static TargetGuard ForConfigured(IReadOnlyList<TargetRule> rules, HopTarget? target) => new(rules, target, isOpen: true);

    /// <summary>For a target of a request: what the rules allow and, where the request names a configured target, that one's own host.</summary>
    public static TargetGuard ForRequest(IReadOnlyList<TargetRule> rules, HopTarget? configured) => new(rules, configured, isOpen: false);

    /// <summary>Refuses a hop that no address could make allowed.</summary>
    /// <exception cref="GuardException">It is refused.</exception>
    public void CheckName(HopTarget hop)
    {
        if (!IsNamed(hop) && !_rules.Any(rule => rule.Network is not null))
        {
            throw Refused(hop, null);
        }
    }

    /// <summary>Refuses an address.</summary>
    /// <param name="hop">Whose address it is.</param>
    /// <param name="found">The address; null when a proxy resolves the name.</param>
    /// <exception cref="GuardException">It is refused.</exception>
    public void CheckAddress(HopTarget hop, IPAddress? found)
    {
        if (found is null && !IPAddress.TryParse(hop.Host, out found))
        {
            if (!IsNamed(hop))
            {
                throw Refused(hop, null);
            }

            return;
        }

        var address = SpecialAddresses.Unwrap(found);
        if (SpecialAddresses.Describe(address) is { } special && !IsMeant(hop, address))
        {
            throw new GuardException(
                $"{hop} has the address {address}, which is {special}; to probe it all the same, add \"{address}\" to probes.allow");
        }

        if (!IsNamed(hop) && !_rules.Any(rule => rule.Network?.Contains(address) == true))
        {
            throw Refused(hop, address);
        }
    }

    /// <summary>Refuses a Unix socket.</summary>
    /// <exception cref="GuardException">It is refused.</exception>
    public void CheckSocket(HopTarget hop)
    {
        if (!IsNamed(hop))
        {
            throw new GuardException(
                $"the socket {hop} is not among the allowed targets; add it to probes.targets, or a pattern such as \"unix://{hop.Path}\" to probes.allow");
        }
    }

    private bool IsNamed(HopTarget hop) => _isOpen || IsOwn(hop) || _rules.Any(rule => rule.Admits(hop));

    /// <summary>The configured target's own host, with or without www, at its own port or at the web's usual ones.</summary>
    private bool IsOwn(HopTarget hop) =>
        _first is { } first && (hop.Scheme == "unix" ? hop == first : IsOwn(first, hop));

    private static bool IsOwn(HopTarget first, HopTarget hop) =>
        SameHost(first.Host, hop.Host) && (hop.Port == first.Port || (hop.Port is 80 or 443 && first.Scheme.StartsWith("http", StringComparison.Ordinal)));

    private static bool SameHost(string a, string b) => Plain(a).Equals(Plain(b), StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Plain(string host)
    {
        host = HostName.WithoutDot(host);
        return host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host.AsSpan(4) : host;
    }

    private bool IsMeant(HopTarget hop, IPAddress address) =>
        _rules.Any(rule => rule.Network is { } network && network.Contains(address) && SpecialAddresses.IsMeantBy(network))
        || (_first is { } first && first.Host == hop.Host && IPAddress.TryParse(first.Host, out _));

    private static GuardException Refused(HopTarget hop, IPAddress? address) => new(
        $"{hop}{(address is null ? "" : $" ({address})")} is not among the allowed targets; "
        + $"add it to probes.targets, or a pattern or CIDR such as \"{hop.Host}\" to probes.allow");
}
