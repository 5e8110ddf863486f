"""Compares two pages of Prometheus text, family by family: node-fixtures.py EXPECTED OURS. See node-fixtures.sh."""
import math
import re
import sys

# What node_exporter's own test passes over, as it differs from run to run, and what its Go libraries add.
VOLATILE = re.compile(
    r"^(go_|promhttp_|node_exporter_build_info|node_scrape_collector_duration_seconds|process_|node_textfile_mtime_seconds"
    r"|node_time_(zone|seconds)|node_network_(receive|transmit)_(bytes|packets)_total)")

# Differences that are meant: families, reason.
MEANT = [
    (re.compile(r"node_btrfs_(commit_seconds_total|commits_total|last_commit_seconds|max_commit_seconds)$"),
     "one of its filesystems has no commit_stats: it shows 0, we show nothing"),
    (re.compile(r"node_nfs_requests_total$"), "its file has 48 of 59 methods of version 4: it shows 0 for the others, we show nothing"),
    (re.compile(r"node_network_(receive|transmit)_\w+_total$"),
     "its tree has no net/dev: it asks the running kernel whatever --path.procfs says; we read the host's files"),
]

SAMPLE = re.compile(r'^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"')


def read(path):
    types, samples = {}, {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            types[name] = kind
        elif line and not line.startswith("#"):
            name, labels, value = SAMPLE.match(line).groups()
            # Missing and empty labels are equal to Prometheus.
            key = tuple(sorted((k, v) for k, v in LABEL.findall(labels or "") if v))
            family = re.sub(r"_(bucket|sum|count)$", "", name)
            samples.setdefault(family if family in types else name, {})[(name, key)] = float(value)
    return types, samples


def compared(name):
    return not VOLATILE.match(name)


def show(key):
    name, labels = key
    return name + "{" + ",".join('%s="%s"' % pair for pair in labels) + "}"


def same(x, y):
    # The peer divides twice where we divide once: the last digit may differ.
    return math.isclose(x, y, rel_tol=1e-12) or (math.isnan(x) and math.isnan(y))


def differences(name, expected, ours):
    (expected_types, expected_samples), (our_types, our_samples) = expected, ours
    if expected_types.get(name) != our_types.get(name):
        yield "type %s, expected %s" % (our_types.get(name), expected_types.get(name))
    want, have = expected_samples.get(name, {}), our_samples.get(name, {})
    for key in sorted(want.keys() | have.keys()):
        if name == "node_scrape_collector_success" and (dict(key[1])["collector"] == "netdev" or key not in want):
            continue
        if key not in have:
            yield "missing %s %r" % (show(key), want[key])
        elif key not in want:
            yield "not expected %s %r" % (show(key), have[key])
        elif not same(want[key], have[key]):
            yield "%s is %r, expected %r" % (show(key), have[key], want[key])


def main(expected_path, our_path):
    expected, ours = read(expected_path), read(our_path)
    names = sorted(filter(compared, expected[0]))
    wrong = meant = series = 0
    for name in names:
        found = list(differences(name, expected, ours))
        series += len(expected[1].get(name, {}))
        if not found:
            continue
        reason = next((reason for pattern, reason in MEANT if pattern.match(name)), None)
        if reason:
            meant += 1
            print("%s: differs as meant: %s" % (name, reason))
            continue
        wrong += 1
        for line in found[:8]:
            print("%s: %s" % (name, line))
        if len(found) > 8:
            print("%s: ... and %d more" % (name, len(found) - 8))
    for name in sorted(filter(compared, ours[0])):
        if name not in expected[0] and not name.startswith("exporters_"):
            print("%s: only on our page (%d series)" % (name, len(ours[1].get(name, {}))))
    print("%d families, %d series compared; %d differ as meant, %d otherwise" % (len(names), series, meant, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
