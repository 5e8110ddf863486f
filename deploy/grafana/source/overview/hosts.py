"""What the rows of the dashboard of hosts share: who is looked at, and what counts as in use."""
from common import DISK, HOST, HOST_DETAILS, HOST_LOGS

CPU_BUSY = f'1 - avg by (instance) (sum by (instance, cpu) (rate(node_cpu_seconds_total{{mode=~"idle|iowait",{HOST}}}[$__rate_interval])))'
MEMORY_USED = f"1 - sum by (instance) (node_memory_MemAvailable_bytes{{{HOST}}}) / sum by (instance) (node_memory_MemTotal_bytes{{{HOST}}})"
DISK_USED = f"max by (instance) (1 - node_filesystem_avail_bytes{{{DISK}}} / (node_filesystem_size_bytes > 0))"
CORES = f'count by (instance) (node_cpu_seconds_total{{mode="idle",{HOST}}})'
PHYSICAL = 'device!~"lo|veth.*|docker.*|br-.*|virbr.*|cali.*|flannel.*|cni.*|tap.*"'
LINKS = [HOST_LOGS, HOST_DETAILS]


def rate(metric, more=""):
    return f"rate({metric}{{{HOST}{',' + more if more else ''}}}[$__rate_interval])"
