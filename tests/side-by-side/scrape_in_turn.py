"""scrape_in_turn.py SCRAPES SETTLE NAME=PID:PORT... - running programs scraped in turn as Prometheus does it (keep-alive, gzip).

Prints CPU per scrape, latency, bytes, series, families and memory of each, and the ratio of each to the first. Memory is taken twice:
after the scrapes, and once the process is SETTLE seconds old, with a scrape each second meanwhile. At the end: node_* families that
only the first has.
"""
import glob
import gzip
import http.client
import sys
import time

WARM_UP = 60


class Target:
    def __init__(self, argument):
        self.name, _, place = argument.rpartition("=")
        self.pid, port = (int(part) for part in place.split(":"))
        self.times, self.size, self.page = [], 0, ""
        for _ in range(400):
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                self.connection.request("GET", "/")
                self.connection.getresponse().read()
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{self.name} does not answer on port {port}")

    def scrape(self):
        started = time.perf_counter()
        self.connection.request("GET", "/metrics", headers={
            "Accept": "text/plain;version=0.0.4", "Accept-Encoding": "gzip", "X-Prometheus-Scrape-Timeout-Seconds": "10"})
        body = self.connection.getresponse().read()
        self.times.append(time.perf_counter() - started)
        self.size = len(body)
        self.page = gzip.decompress(body).decode()

    def cpu(self):
        """Milliseconds of CPU of all threads."""
        total = 0
        for path in glob.glob(f"/proc/{self.pid}/task/*/schedstat"):
            try:
                total += int(open(path).read().split()[0])
            except OSError:
                pass
        return total / 1e6

    def memory(self, key):
        for line in open(f"/proc/{self.pid}/status"):
            if line.startswith(key):
                return int(line.split()[1]) / 1024

    def families(self):
        return {line.split()[2] for line in self.page.splitlines() if line.startswith("# TYPE ")}

    def series(self):
        return sum(1 for line in self.page.splitlines() if line and line[0] != "#")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000


def memory(targets, when):
    return [(f"{name} MiB{when}", [t.memory(key) for t in targets]) for name, key in (("resident", "VmRSS"), ("anonymous", "RssAnon"))]


def main():
    scrapes, settle, *arguments = sys.argv[1:]
    scrapes, settle = int(scrapes), int(settle)
    started = time.monotonic()
    targets = [Target(argument) for argument in arguments]
    for _ in range(WARM_UP):
        for target in targets:
            target.scrape()
    before = [target.cpu() for target in targets]
    for target in targets:
        target.times.clear()
    for _ in range(scrapes):
        for target in targets:
            target.scrape()
    rows = [("CPU ms per scrape", [(target.cpu() - cpu) / scrapes for target, cpu in zip(targets, before)])]
    rows += [(f"{name} ms", [percentile(t.times, share) for t in targets]) for name, share in (("p50", 0.5), ("p99", 0.99))]
    rows += [("bytes, gzip", [t.size for t in targets]), ("series", [t.series() for t in targets]), ("families", [len(t.families()) for t in targets])]
    rows += memory(targets, "")
    while time.monotonic() - started < settle:
        time.sleep(1)
        for target in targets:
            target.scrape()
    rows += memory(targets, ", settled")

    print(f"{scrapes} scrapes each, in turn, after {WARM_UP} to warm up; settled: {time.monotonic() - started:.0f} s after the start")
    print(f"{'':24}" + "".join(f"{target.name:>17}" for target in targets) + f"{'ratio':>8}" * (len(targets) - 1))
    for name, (first, *others) in rows:
        print(f"{name:24}{first:17.2f}" + "".join(f"{value:17.2f}" for value in others) + "".join(f"{value / first if first else 0:8.2f}" for value in others))
    theirs = {f for f in targets[0].families() if f.startswith("node_")}
    print("node_* families only the first has:", ", ".join(sorted(theirs - targets[1].families())) or "none")


main()
