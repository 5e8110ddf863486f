using Exporters.Configuration;
using Exporters.Probes.Dns;

namespace Exporters.Probes.Modules;

/// <summary>The <c>dns</c> part of a module.</summary>
internal static class DnsModuleReader
{
    /// <summary>Reads it; null when it names nothing to ask for.</summary>
    public static DnsModule? Read(ConfigNode node)
    {
        var map = node.Map();
        var name = map.Get("query_name");
        var tls = map.Get("dns_over_tls");
        var transport = map.Get("transport_protocol");
        var useTls = tls?.Bool() ?? false;
        var module = new DnsModule
        {
            QueryName = name?.Text() ?? "",
            Ip = ModuleNodes.Ip(map),
            Source = ModuleNodes.Source(map),
            UseTcp = transport?.OneOf("udp", "tcp") == "tcp",
            UseTls = useTls,
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
            QueryType = Number(map.Get("query_type"), DnsTypes.TryType, 255, "record type such as A, AAAA, SOA or ANY"),
            QueryClass = Number(map.Get("query_class"), DnsTypes.TryClass, 1, "class: IN, CH, HS or ANY"),
            Recursion = map.Get("recursion_desired")?.Bool() ?? true,
            ValidRcodes = Rcodes(map.Get("valid_rcodes")),
            Answer = Checks(map.Get("validate_answer_rrs")),
            Authority = Checks(map.Get("validate_authority_rrs")),
            Additional = Checks(map.Get("validate_additional_rrs")),
        };
        map.RejectUnknown();
        if (module.QueryName.Length == 0)
        {
            node.Problem("query_name: is missing; name what to ask for");
            return null;
        }

        if (!DnsName.TryEncode(module.QueryName, out _))
        {
            name!.Problem($"is no domain name: labels of 1 to 63 bytes, 253 in all, got \"{module.QueryName}\"");
            return null;
        }

        if (useTls && !module.UseTcp)
        {
            tls!.Problem("needs transport_protocol: tcp");
        }

        return module;
    }

    private delegate bool Lookup(string name, out ushort number);

    private static ushort Number(ConfigNode? node, Lookup lookup, ushort byDefault, string what)
    {
        if (node?.Text() is not { Length: > 0 } text)
        {
            return byDefault;
        }

        if (lookup(text, out var number))
        {
            return number;
        }

        node.Problem($"must be a {what}, got \"{text}\"");
        return byDefault;
    }

    private static List<int> Rcodes(ConfigNode? node)
    {
        var codes = new List<int>();
        foreach (var item in node?.Items() ?? [])
        {
            if (item.OneOf(DnsTypes.RcodeNames) is { } name)
            {
                codes.Add(DnsTypes.Rcode(name));
            }
        }

        return codes.Count == 0 ? [0] : codes;
    }

    private static RecordChecks Checks(ConfigNode? node)
    {
        if (node is null)
        {
            return RecordChecks.None;
        }

        var map = node.Map();
        var checks = new RecordChecks
        {
            FailIfMatches = ModuleNodes.Patterns(map.Get("fail_if_matches_regexp")),
            FailIfAllMatch = ModuleNodes.Patterns(map.Get("fail_if_all_match_regexp")),
            FailIfNotMatches = ModuleNodes.Patterns(map.Get("fail_if_not_matches_regexp")),
            FailIfNoneMatches = ModuleNodes.Patterns(map.Get("fail_if_none_matches_regexp")),
        };
        map.RejectUnknown();
        return checks;
    }
}
