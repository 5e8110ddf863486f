"""Compares three pages of node_systemd_* or systemd_*: the peer's before, ours, the peer's after.

Usage: systemd_compare.py PREFIX DIR, with before.prom, ours.prom and after.prom in DIR. What the peer says differently before and
after is on the move (a unit that restarts every two seconds); of such a unit only the series are compared. Prints every difference
and exits 1 when there is one. Of systemd_* this program has families that the peer lacks; only what the peer has is compared.
"""
import re
import sys

PREFIX, DIR = sys.argv[1:]
# About the program itself.
BUILD = "systemd_exporter_build_info"
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')


def read(path):
    """Series to value, and family to type."""
    series, types = {}, {}
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# TYPE " + PREFIX):
            _, _, name, kind = line.split(" ")
            types[name] = kind
        elif line.startswith(PREFIX):
            key, value = line.rsplit(" ", 1)
            name, _, labels = key.partition("{")
            series[(name, () if name == BUILD else tuple(sorted(LABEL.findall(labels))))] = float(value)
    return series, types


before, types = read(DIR + "/before.prom")
after, _ = read(DIR + "/after.prom")
ours, our_types = read(DIR + "/ours.prom")


def unit(key):
    return dict(key[1]).get("name", key[0])


moving = {unit(key) for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
moved = "node_systemd_units" in moving or bool(moving)
if PREFIX == "systemd_":
    ours = {key: value for key, value in ours.items() if key[0] in types}
    our_types = {name: kind for name, kind in our_types.items() if name in types}
problems = []
for name in sorted(types.keys() | our_types.keys()):
    if types.get(name) != our_types.get(name):
        problems.append(f"type of {name}: {types.get(name)} there, {our_types.get(name)} here")
for key in sorted(before.keys() | after.keys() | ours.keys()):
    text = f"{key[0]}{dict(key[1])}"
    theirs = [side[key] for side in (before, after) if key in side]
    if key not in ours:
        if len(theirs) == 2 and unit(key) not in moving:
            problems.append(f"missing here: {text}")
    elif not theirs and unit(key) not in moving:
        problems.append(f"missing there: {text}")
    elif theirs and ours[key] not in theirs and unit(key) not in moving and not (key[0] == "node_systemd_units" and moved):
        problems.append(f"{text}: {theirs} there, {ours[key]} here")
print(f"{len(ours)} series of {len(our_types)} families here, {len(before)} of {len(types)} there; {len(moving)} units on the move")
if not before:
    problems.append("the peer has nothing to compare with: does the bus answer?")
print("\n".join(problems[:40]))
sys.exit(1 if problems else 0)
