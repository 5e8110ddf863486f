"""Network of the hosts."""
from common import HOST
from fields import query
from overview.hosts import PHYSICAL, rate
from panels import graph, row

NETWORK = row(
    "Network",
    graph(
        "Traffic",
        "Bits received (above) and sent (below) per second, without virtual devices.",
        [
            query(
                f"8 * sum by (instance, device) ({rate('node_network_receive_bytes_total', PHYSICAL)})", "{{instance}} {{device}} received"
            ),
            query(
                f"0 - 8 * sum by (instance, device) ({rate('node_network_transmit_bytes_total', PHYSICAL)})", "{{instance}} {{device}} sent"
            ),
        ],
        unit="bps",
    ),
    graph(
        "Packets",
        "Packets received (above) and sent (below) per second.",
        [
            query(
                f"sum by (instance, device) ({rate('node_network_receive_packets_total', PHYSICAL)})", "{{instance}} {{device}} received"
            ),
            query(
                f"0 - sum by (instance, device) ({rate('node_network_transmit_packets_total', PHYSICAL)})", "{{instance}} {{device}} sent"
            ),
        ],
        unit="pps",
    ),
    graph(
        "Errors and drops",
        "Packets with errors, and packets dropped, per second.",
        [
            query(
                f"sum by (instance, device) ({rate('node_network_receive_errs_total')} + {rate('node_network_transmit_errs_total')})",
                "{{instance}} {{device}} errors",
            ),
            query(
                f"sum by (instance, device) ({rate('node_network_receive_drop_total')} + {rate('node_network_transmit_drop_total')})",
                "{{instance}} {{device}} dropped",
            ),
        ],
        w=8,
        unit="pps",
        low=0,
    ),
    graph(
        "TCP",
        "Connections that are open, and those that are being waited out.",
        [
            query(f"sum by (instance) (node_netstat_Tcp_CurrEstab{{{HOST}}})", "{{instance}} established"),
            query(f"sum by (instance) (node_sockstat_TCP_tw{{{HOST}}})", "{{instance}} time-wait"),
        ],
        w=8,
        unit="short",
        low=0,
    ),
    graph(
        "TCP trouble",
        "Segments sent again, and connections refused for want of a place in the queue, per second.",
        [
            query(f"sum by (instance) ({rate('node_netstat_Tcp_RetransSegs')})", "{{instance}} sent again"),
            query(f"sum by (instance) ({rate('node_netstat_TcpExt_ListenOverflows')})", "{{instance}} queue full"),
        ],
        w=8,
        unit="pps",
        low=0,
    ),
)
