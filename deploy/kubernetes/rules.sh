#!/usr/bin/env bash
# rules.sh >prometheusrules.yaml - the rule files of deploy/prometheus/rules as PrometheusRule objects, one for each file.
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
  sed '/./s/^/  /' "$file"
done
