"""File systems and disks of the hosts."""
from common import DISK, FULL, HOST, SHARE
from fields import COLORED, GREEN, ORANGE, RED, YELLOW, query, steps
from overview.hosts import rate
from panels import bars, graph, row, table

STORAGE = row(
    "Disk",
    bars(
        "File systems",
        "How full each file system is.",
        query(
            f"sort_desc(1 - node_filesystem_avail_bytes{{{DISK}}} / (node_filesystem_size_bytes > 0))",
            "{{instance}} {{mountpoint}}",
            instant=True,
        ),
        w=8,
        thresholds=FULL,
        **SHARE,
    ),
    bars(
        "Inodes",
        "How many of the inodes of each file system are taken.",
        query(
            f"sort_desc(1 - node_filesystem_files_free{{{DISK}}} / (node_filesystem_files > 0))",
            "{{instance}} {{mountpoint}}",
            instant=True,
        ),
        w=8,
        thresholds=FULL,
        **SHARE,
    ),
    table(
        "Full in",
        "Time until a file system is full at the pace of the last six hours. Empty while none fills.",
        [
            (
                "Full in",
                f"min by (instance, mountpoint) (instance_mountpoint:node_filesystem_full:seconds_deriv6h{{{HOST}}} < 30 * 86400)",
                dict(
                    unit="dtdurations", decimals=0, thresholds=steps(RED, 4 * 3600, ORANGE, 86400, YELLOW, 7 * 86400, GREEN), cell=COLORED
                ),
            ),
        ],
        key=["instance", "mountpoint"],
        names={"instance": "Host", "mountpoint": "Mount"},
        w=8,
        h=8,
    ),
    graph(
        "Throughput",
        "Bytes read (above) and written (below) per second.",
        [
            query(f"sum by (instance, device) ({rate('node_disk_read_bytes_total')})", "{{instance}} {{device}} read"),
            query(f"0 - sum by (instance, device) ({rate('node_disk_written_bytes_total')})", "{{instance}} {{device}} written"),
        ],
        unit="Bps",
    ),
    graph(
        "Operations",
        "Reads (above) and writes (below) per second.",
        [
            query(f"sum by (instance, device) ({rate('node_disk_reads_completed_total')})", "{{instance}} {{device}} reads"),
            query(f"0 - sum by (instance, device) ({rate('node_disk_writes_completed_total')})", "{{instance}} {{device}} writes"),
        ],
        unit="iops",
    ),
    graph(
        "Time for one operation",
        "How long a read or write took on average. Absent while there was none.",
        [
            query(
                f"sum by (instance, device) ({rate('node_disk_read_time_seconds_total')}) / (sum by (instance, device) ({rate('node_disk_reads_completed_total')}) > 0)",
                "{{instance}} {{device}} read",
            ),
            query(
                f"sum by (instance, device) ({rate('node_disk_write_time_seconds_total')}) / (sum by (instance, device) ({rate('node_disk_writes_completed_total')}) > 0)",
                "{{instance}} {{device}} write",
            ),
        ],
        unit="s",
        low=0,
        thresholds=steps(GREEN, 0.1, RED),
    ),
    graph(
        "Disk busy",
        "Share of the time in which the device had something to do. Devices with several queues can do more at 100 %.",
        query(f"sum by (instance, device) ({rate('node_disk_io_time_seconds_total')})", "{{instance}} {{device}}"),
        thresholds=steps(GREEN, 0.9, RED),
        **SHARE,
    ),
)
