#!/usr/bin/env bash
# rules.sh >prometheusrules.yaml - the rule files of deploy/prometheus/rules as PrometheusRule objects, one for each file.
# With RUNBOOKS_URL=… the links of the alerts lead there; without, they name docs/runbooks.md.
set -euo pipefail
cd "$(dirname "$0")/../prometheus/rules"
echo "# Made by rules.sh from deploy/prometheus/rules; change those."
for file in *.yml; do
  cat <<YML
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: exporters-${file%.yml}
  labels:
    app.kubernetes.io/name: exporters
spec:
YML
  sed -e '/./s/^/  /' -e "s|runbook_url: docs/runbooks[.]md|runbook_url: ${RUNBOOKS_URL:-docs/runbooks.md}|" "$file"
done
