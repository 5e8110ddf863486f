#!/usr/bin/env bash
# logql.sh DIRECTORY - every LogQL query of the dashboards, read by the grammar that Grafana's own editor uses (from npm, put into DIRECTORY).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(realpath "${1:?usage: logql.sh DIRECTORY}")/logql
mkdir -p "$work"
cp "$root/tests/deploy/logql.mjs" "$work"
cd "$work"
printf '{ "private": true, "dependencies": { "@grafana/lezer-logql": "0.4.2", "@lezer/lr": "1.4.10" } }\n' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts
node logql.mjs "$root/deploy/grafana"
