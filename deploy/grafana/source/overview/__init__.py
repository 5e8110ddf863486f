"""Every host at a glance, then one host in detail."""
from board import dashboard
from common import INSTANCE, JOB
from overview.cpu import CPU
from overview.glance import GLANCE
from overview.memory import MEMORY
from overview.network import NETWORK
from overview.storage import STORAGE
from overview.system import PRESSURE, SYSTEM

DASHBOARD = dashboard(
    "exporters-overview",
    "Hosts",
    "Every host at a glance, then CPU, memory, disk, network and pressure of those selected.",
    ["hosts"],
    [JOB, INSTANCE],
    [GLANCE, CPU, MEMORY, STORAGE, NETWORK, PRESSURE, SYSTEM],
)
