"""What the dashboards of this project share: selectors, variables and links between them."""
from board import variable
from fields import GREEN, ORANGE, RED, YELLOW, link, steps, values

HOST = 'job=~"$job",instance=~"$instance"'
# Disks that can fill up; the same list as in deploy/prometheus/rules/host.yml.
DISK = HOST + ',fstype!~"tmpfs|ramfs|squashfs|erofs|iso9660|udf|efivarfs|fuse.lxcfs"'

# "All" are the jobs that are exporters, not every job there is: others have an "up" of their own.
JOB = variable("job", "Job", "label_values(exporters_build_info, job)", all_value=None)
INSTANCE = variable("instance", "Host", 'label_values(exporters_build_info{job=~"$job"}, instance)')

SHARE = dict(unit="percentunit", low=0, high=1)
FULL = steps(GREEN, 0.8, YELLOW, 0.9, ORANGE, 0.95, RED)
USED = steps(GREEN, 0.7, YELLOW, 0.85, ORANGE, 0.95, RED)
UP = values((1, "up", GREEN), (0, "down", RED))
ZERO_IS_GOOD = steps(GREEN, 1, RED)

TIME = "${__url_time_range}"


def labels(name):
    return "${__field.labels." + name + "}"


# From a metric to the logs of the same host, container or unit.
HOST_LOGS = link("Logs of " + labels("instance"), f"/d/exporters-logs?var-instance={labels('instance')}&{TIME}")
CONTAINER_LOGS = link(
    "Logs of " + labels("name"), f"/d/exporters-logs?var-instance={labels('instance')}&var-container={labels('name')}&{TIME}"
)
UNIT_LOGS = link("Logs of " + labels("name"), f"/d/exporters-logs?var-instance={labels('instance')}&var-unit={labels('name')}&{TIME}")
AGENT_LOGS = link(
    "Logs of " + labels("agent"), f"/d/exporters-logs?var-instance={labels('instance')}&var-unit={labels('agent')}.service&{TIME}"
)
HOST_DETAILS = link("Only " + labels("instance"), f"/d/exporters-overview?var-instance={labels('instance')}&{TIME}")


def from_row(title, url):
    """A link in a table, where labels are fields: ${__data.fields.Host}."""
    return link(title, url + "&" + TIME)
