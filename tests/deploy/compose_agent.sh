# shellcheck shell=bash disable=SC2154
# compose_agent.sh - read by compose.sh: one host of many. The centre is a Prometheus that takes what is written to it, with a password.
echo "-- the profile agent: metrics and logs go elsewhere, with a password"
central=http://$gateway:29490
# bcrypt of $password
# shellcheck disable=SC2016
printf 'basic_auth_users: { agent: "%s" }\n' '$2b$04$3qLz7a2baEyy5yb4Hdp.JeJCAhbPuexM12.HcbZdX5tl5ieb4gAXm' >"$work/central-web.yml"
echo '{}' >"$work/central.yml"
prometheus --config.file="$work/central.yml" --web.config.file="$work/central-web.yml" --web.enable-remote-write-receiver --web.listen-address="${central#http://}" \
  --storage.tsdb.path="$work/central" --log.level=warn 2>"$work/central.log" &
pids+=($!)
dotnet "$work/sink/Exporters.LogSink.dll" --listen "$gateway:0" --id-key seq >"$work/sink.out" 2>&1 &
pids+=($!)
eventually 30 "the log sink listens" grep -qs ^listening "$work/sink.out"
receiver=$(sed -n 's,^listening \(http://[^/ ]*\).*,\1,p' "$work/sink.out")
sed -i '/^COMPOSE_PROFILES=/d' "$work/.env"
cat >>"$work/.env" <<ENV
COMPOSE_PROFILES=agent
REMOTE_WRITE_URL=$central/api/v1/write
LOKI_URL=$receiver
BASIC_AUTH_USER=agent
BASIC_AUTH_PASS='$password'
ENV
[ "$(compose config --services | sort | tr '\n' ' ')" = "exporters exporters-logs prometheus-agent " ] || fail "the profile has $(compose config --services)"
up exporters exporters-logs prometheus-agent
confined
for job in exporters exporters-logs prometheus-agent; do
  eventually 60 "up of $job at the centre" is 1 "$central" "up{job=\"$job\",instance=\"deploy-test-host\",host=\"deploy-test-host\"}" -u "agent:$password"
done
eventually 30 "host metrics at the centre" is 1 "$central" 'count(node_load1{instance="deploy-test-host"})' -u "agent:$password"
eventually 60 "500 lines at the central receiver" sh -c "curl -fsS $receiver/control/stats | grep -qx 'distinct 500'"
kept prometheus-agent basic_auth_pass "$password"
