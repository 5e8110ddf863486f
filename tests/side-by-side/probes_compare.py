"""Compares what two exporters answer at /probe.

Usage: probes_compare.py PEER_URL OUR_URL < cases. Each line of cases: module, tab, target. Same families, types and series on
both sides, same values where time is not the value. What ours has beyond the peer is listed here, and nothing else may differ.
"""
import re
import sys
import urllib.parse
import urllib.request

# Time is the value.
TIMES = re.compile(r"_duration_seconds$|_lookup_time_seconds$")

# Beyond the peer's packaged version: reasons are ours, the others came with later versions of the peer.
EXTRA = {"probe_failure", "probe_timeout_seconds", "probe_failed_due_to_bytes", "probe_tls_cipher_info"}

# Came with a later version of the peer.
LATER_LABELS = {"serialnumber"}

# Where the peer is silent because the certificate was refused.
CERTIFICATE = {
    "probe_ssl_earliest_cert_expiry", "probe_ssl_last_chain_expiry_timestamp_seconds", "probe_ssl_last_chain_info", "probe_tls_version_info",
}


def ask(base, module, target):
    url = f"{base}/probe?{urllib.parse.urlencode({'module': module, 'target': target})}"
    with urllib.request.urlopen(url, timeout=60) as answer:
        text = answer.read().decode()
    types, series = {}, {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, family, kind = line.split(" ")
            types[family] = kind
        elif not line.startswith("#"):
            key, value = line.rsplit(" ", 1)
            family, _, labels = key.partition("{")
            pairs = sorted(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels))
            series[(family, tuple(pair for pair in pairs if pair[0] not in LATER_LABELS))] = float(value)
    return types, series


def differences(peer, ours):
    (peer_types, peer_series), (our_types, our_series) = peer, ours
    refused = our_series.get(("probe_success", ())) == 0 and "probe_ssl_earliest_cert_expiry" in our_types.keys() - peer_types.keys()
    allowed = EXTRA | (CERTIFICATE if refused else set())
    for family in sorted(peer_types.keys() | our_types.keys()):
        if family not in our_types:
            yield f"missing family {family}"
        elif family not in peer_types and family not in allowed:
            yield f"family {family} is only ours"
        elif family in peer_types and our_types[family] != peer_types[family]:
            yield f"{family} is {our_types[family]}, the peer's is {peer_types[family]}"
    for key in sorted(peer_series.keys() | our_series.keys()):
        family, labels = key
        if family not in peer_types:
            continue
        if key not in our_series:
            yield f"missing series {family}{dict(labels)}"
        elif key not in peer_series:
            yield f"series {family}{dict(labels)} is only ours"
        elif not TIMES.search(family) and our_series[key] != peer_series[key]:
            yield f"{family}{dict(labels)} is {our_series[key]:.17g}, the peer's is {peer_series[key]:.17g}"
        elif TIMES.search(family) and not refused and (our_series[key] == 0) != (peer_series[key] == 0):
            yield f"{family}{dict(labels)} is {our_series[key]:.3g}, the peer's is {peer_series[key]:.3g}: a phase that one of them did not reach"


def main():
    bad = cases = compared = 0
    for line in sys.stdin:
        module, target = line.rstrip("\n").split("\t")
        peer, ours = ask(sys.argv[1], module, target), ask(sys.argv[2], module, target)
        found = list(differences(peer, ours))
        cases, compared, bad = cases + 1, compared + len(peer[1]), bad + len(found)
        result = "ok" if not found else "DIFFERS"
        success = peer[1].get(("probe_success", ()))
        print(f"{result:8} {module:24} {target:44} success={success:g} series={len(peer[1])}")
        for text in found:
            print(f"         {text}")
    print(f"{cases} cases, {compared} series of the peer compared, {bad} differences")
    return 1 if bad else 0


sys.exit(main())
