"""compose_config.py DEFAULT AGENT DEPLOY - what compose.yaml says of each service, in both profiles as Compose printed them."""
import os
import re
import sys

default, agent, deploy = (open(sys.argv[1]).read(), open(sys.argv[2]).read(), sys.argv[3])


def services(text):
    return set(re.findall(r"^  (\S+):$", text.split("\nservices:\n")[1].split("\nnetworks:\n")[0], re.M))


assert services(default) == {"exporters", "exporters-logs", "prometheus", "alertmanager", "loki", "grafana"}, services(default)
assert services(agent) == {"exporters", "exporters-logs", "prometheus-agent"}, services(agent)
for name in services(default) | services(agent):
    text = default if name in services(default) else agent
    part = re.search(rf"^  {name}:\n((?:    .*\n)+)", text.split("\nservices:\n")[1], re.M).group(1)
    for must in ("read_only: true", "cap_drop:", "no-new-privileges:true", "healthcheck:", "mem_limit:", "pids_limit:"):
        assert must in part, f"{name}: no {must}"
    image = re.search(r"image: (\S+)", part).group(1)
    assert re.fullmatch(r"[^:]+:v?\d+\.\d+\.\d+", image), f"{name}: {image} is not pinned"
    for address in re.findall(r"host_ip: (\S+)", part) or ["127.0.0.1"]:
        assert address == "127.0.0.1", f"{name} is open at {address}"
    assert part.count("published:") == part.count("host_ip:"), f"{name} is published at every address"
    for source in re.findall(r"source: (\S+)", part):
        assert not source.startswith(os.path.abspath(deploy) + "/") or os.path.exists(source), f"{name}: no {source}"
variables = set(re.findall(r"\$\{(\w+)", open(f"{deploy}/compose.yaml").read()))
explained = set(re.findall(r"^#?(\w+)=", open(f"{deploy}/.env.example").read(), re.M))
assert variables - explained <= {"GRAFANA_ADMIN_USER"}, f"not in .env.example: {variables - explained}"
assert explained - variables <= {"COMPOSE_PROFILES"}, f"in .env.example and not used: {explained - variables}"
