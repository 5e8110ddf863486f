#!/usr/bin/env bash
# prometheus.sh - both configurations as promtool sees them, with and without a password, and every rule with its cases.
set -euo pipefail
cd "$(dirname "$0")/../../deploy/prometheus"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r . "$work"
# What the compose set-up fills in; with a user given, the password too.
fill='s|@HOSTNAME@|web1|; s|@REMOTE_WRITE_URL@|https://mimir.example/api/v1/push|'
for auth in '' 's|# @BASIC_AUTH@ ||; s|@BASIC_AUTH_USER@|shop|'; do
  sed -e "$fill" -e "$auth" prometheus.yml >"$work/prometheus.yml"
  sed -e "$fill" -e "$auth" prometheus.agent.yml >"$work/prometheus.agent.yml"
  if grep -nE '^[^#]*@[A-Z_]+@' "$work"/prometheus*.yml; then echo "prometheus.sh: these are filled in by nobody"; exit 1; fi
  promtool check config "$work/prometheus.yml" >"$work/log" || { cat "$work/log"; exit 1; }
  if grep WARNING "$work/log"; then exit 1; fi
  promtool check config --agent "$work/prometheus.agent.yml" >"$work/log" || { cat "$work/log"; exit 1; }
done
promtool check rules rules/*.yml >"$work/log" || { cat "$work/log"; exit 1; }
promtool test rules tests/*.yml >"$work/log" || { cat "$work/log"; exit 1; }
echo "prometheus: configurations, rules and $(cat tests/*.yml | grep -c 'alertname: ') cases of alerts hold"
