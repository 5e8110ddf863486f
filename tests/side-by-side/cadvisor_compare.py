"""cadvisor_compare.py OURS THEIRS: two pages, for the containers whose names begin with beside-, and the machine."""
import re
import sys

# What docs/containers.md says is not there for a container, or is measured otherwise.
EXPLAINED = re.compile(
    r"container_fs_(io_current|io_time_.*|read_seconds_total|write_seconds_total|reads_merged_total|writes_merged_total|sector_.*|inodes_.*"
    r"|reads_total|writes_total)$")
MEASURED_OTHERWISE = {"container_tasks_state", "container_last_seen", "container_fs_usage_bytes", "container_cpu_load_average_10s"}
OURS_ONLY_LABELS = {"container_label_com_docker_compose_service"}
SAMPLE = re.compile(r'^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$')
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def read(path):
    families = {}
    for line in open(path, encoding="utf-8"):
        match = SAMPLE.match(line.rstrip("\n"))
        if not match:
            continue
        labels = {k: v for k, v in LABEL.findall(match[2] or "") if v}
        name = labels.get("name", "")
        if name.startswith("beside-") or match[1].startswith("machine_"):
            labels = {k: v for k, v in labels.items() if not k.startswith("container_label_") or k.endswith("project")}
            families.setdefault(match[1], {})[tuple(sorted(labels.items()))] = float(match[3])
    return families


def named(series):
    return {key for labels in series for key, _ in labels}


def main():
    ours, theirs = read(sys.argv[1]), read(sys.argv[2])
    missing = []
    print(f"{'family':52} {'theirs':>6} {'ours':>6} {'both':>6}  {'largest difference':20} labels")
    for family in sorted(theirs):
        mine, peer = ours.get(family, {}), theirs[family]
        both = mine.keys() & peer.keys()
        worst = max(((abs(mine[k] - peer[k]), mine[k], peer[k]) for k in both), default=None)
        value = "" if worst is None else "equal" if worst[0] == 0 else f"{worst[1]:.6g} / {worst[2]:.6g}"
        less, more = named(peer) - named(mine), named(mine) - named(peer)
        labels = " ".join([f"-{name}" for name in sorted(less)] + [f"+{name}" for name in sorted(more)])
        note = "measured otherwise" if family in MEASURED_OTHERWISE else ""
        if not mine:
            note = labels = "explained" if EXPLAINED.match(family) else "MISSING"
            if note == "MISSING":
                missing.append(family)
        print(f"{family:52} {len(peer):6} {len(mine):6} {len(both):6}  {value:20} {labels} {note if mine else ''}".rstrip())
    print("only ours:", " ".join(sorted(f for f in ours if f not in theirs)))
    if missing:
        sys.exit("the peer has what we have not: " + " ".join(missing))


main()
