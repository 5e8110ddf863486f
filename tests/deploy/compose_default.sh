# shellcheck shell=bash disable=SC2154
# compose_default.sh - read by compose.sh: everything on one host.
echo "-- the profile default: everything on one host"
docker rm -f exporters-deploy-chat >/dev/null 2>&1 || true
docker run -d --name exporters-deploy-chat exporters-test/busybox:1.0 \
  sh -c 'i=1; while [ $i -le 500 ]; do echo "a line of the deployment test, seq=$i"; i=$((i+1)); done; exec sleep 1000000' >/dev/null
up exporters exporters-logs prometheus alertmanager loki
confined

echo "-- the page shows the host, and names its containers"
eventually 30 "the container with its name" shows 29200 '^container_state\{[^}]*name="exporters-deploy-chat"[^}]*state="running"\} 1'
eventually 30 "what the container uses" shows 29200 '^container_memory_usage_bytes\{[^}]*name="exporters-deploy-chat"'
has() { grep -qF "$1" "$work/page" || fail "not on the page: $1"; }
has "node_memory_MemTotal_bytes $(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) * 1024))"
has "node_boot_time_seconds $(awk '/^btime/ { print $2 }' /proc/stat)"
has 'nodename="deploy-test-host"'
grep -qE '^node_filesystem_size_bytes\{[^}]*mountpoint="/"' "$work/page" || fail "no root file system on the page"
for device in /sys/class/net/*; do has "node_network_receive_bytes_total{device=\"${device##*/}\"}"; break; done
[ "$(docker inspect "$(id exporters)" --format '{{.Config.User}}')" = 1654 ] || fail "exporters does not run as the image's user"

echo "-- every line of the container arrived, once, with its labels"
records() { docker exec "$(id loki)" cat /loki/records >"$work/records"; }
arrived() { curl -fsS http://127.0.0.1:23100/control/stats >"$work/stats" && grep -qx 'distinct 500' "$work/stats"; }
eventually 60 "500 lines at the receiver" arrived
grep -qx 'duplicates 0' "$work/stats" || fail "lines came twice: $(cat "$work/stats")"
records
of_chat=$(grep -m1 'a line of the deployment test' "$work/records" | cut -f3)
for label in container=exporters-deploy-chat instance=deploy-test-host host.name=deploy-test-host job=exporters service.name=exporters-deploy-chat; do
  [[ ",$of_chat," = *",$label,"* ]] || fail "the container's lines lack $label: $of_chat"
done
page 29201
grep -q '^exporters_logs_delivered_lines_total' "$work/page" || fail "the log service does not tell its ledger"
if grep -q '^node_load1' "$work/page"; then fail "the log service shows host metrics too"; fi

echo "-- Prometheus scrapes both, under the host's name, and evaluates the rules"
prometheus=http://127.0.0.1:29090
for job in exporters exporters-logs prometheus alertmanager; do
  eventually 60 "up of $job" is 1 $prometheus "up{job=\"$job\",instance=\"deploy-test-host\"}"
done
curl -fsS $prometheus/api/v1/rules >"$work/rules"
runbook=$(python3 -c '
import json, sys
groups = json.load(open(sys.argv[1]))["data"]["groups"]
bad = [(r["name"], r["lastError"]) for g in groups for r in g["rules"] if r["health"] == "err"]
assert not bad, bad
alerts = [r for g in groups for r in g["rules"] if r["type"] == "alerting"]
assert len(alerts) == int(sys.argv[2]), len(alerts)
print(next(r["annotations"]["runbook_url"] for r in alerts if r["name"] == "HostDown"))' "$work/rules" "$(cat deploy/prometheus/rules/*.yml | grep -c ' alert: ')") ||
  fail "the rules are not all loaded, or fail"
[ "$runbook" = "https://runbooks.example/runbooks.md#hostdown" ] || fail "the runbook of HostDown is at $runbook"

echo "-- Alertmanager has the heartbeat, and a message reaches Slack"
alertmanager=http://127.0.0.1:29093
alerts() { curl -fsS "$alertmanager/api/v2/alerts" >"$work/alerts" && grep -q "$1" "$work/alerts"; }
eventually 90 "Watchdog at Alertmanager" alerts '"alertname":"Watchdog"'
grep -q '"generatorURL":"http://127.0.0.1:9090/' "$work/alerts" || fail "alerts do not lead to Prometheus: $(cat "$work/alerts")"
curl -fsS -H 'Content-Type: application/json' $alertmanager/api/v2/alerts --data @- <<JSON
[{"labels": {"alertname": "HostDown", "severity": "critical", "instance": "web1"}, "generatorURL": "http://127.0.0.1:9090/graph",
  "annotations": {"description": "web1 does not answer", "runbook_url": "$runbook"}}]
JSON
message() { grep -lq 'web1 does not answer' "$work"/messages/*services-T0-B0-x.json 2>/dev/null; }
eventually 60 "the message at the webhook" message
python3 -c '
import glob, json, sys
message, = (m["attachments"][0] for m in (json.load(open(f)) for f in glob.glob(sys.argv[1] + "/*.json")) if "web1 does not answer" in str(m))
assert "HostDown on web1" in message["title"], message
assert message["text"].endswith("<https://runbooks.example/runbooks.md#hostdown|What to do>"), message' "$work/messages" || fail "the message is not as it should be"
kept alertmanager slack_webhook "$(sed -n 's/^SLACK_WEBHOOK=//p' "$work/.env")"

echo "-- what they keep outlives them"
docker restart --time 20 "$(id prometheus)" >/dev/null
eventually 120 "Prometheus again" healthy
eventually 30 "samples of before" is 1 $prometheus 'count(count_over_time(up{job="exporters"}[1h]) > 1)'
compose --profile default down --volumes --timeout 20 >/dev/null 2>&1 || fail "the services do not end"
