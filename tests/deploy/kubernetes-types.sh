#!/usr/bin/env bash
# kubernetes-types.sh DIRECTORY <OBJECTS - the objects fit the types that Kubernetes' and the Prometheus operator's own schemas give, key
# by key: a key that is not known there, one that is missing and a value of another kind are errors. Types and compiler are from npm, put
# into DIRECTORY.
set -euo pipefail
work=$(realpath "${1:?usage: kubernetes-types.sh DIRECTORY}")/types
mkdir -p "$work"
/usr/bin/python3 -c '
import json, sys, yaml
packages = {"monitoring.coreos.com": "@kubernetes-models/prometheus-operator"}
for number, o in enumerate(yaml.safe_load_all(sys.stdin)):
    package = packages.get(o["apiVersion"].split("/")[0], "kubernetes-models")
    print("import { I%s as T%d } from \"%s/%s\";" % (o["kind"], number, package, o["apiVersion"]))
    print("export const o%d: T%d = %s;" % (number, number, json.dumps(o, indent=1)))' >"$work/objects.ts"
cd "$work"
printf '{ "private": true, "type": "module", "dependencies": {
  "kubernetes-models": "5.1.0", "@kubernetes-models/prometheus-operator": "6.0.0", "typescript": "5.9.3" } }\n' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts 2>/dev/null || npm install --no-audit --no-fund --ignore-scripts
check() { node node_modules/typescript/bin/tsc --noEmit --skipLibCheck --strict --module nodenext --moduleResolution nodenext "$1"; }
check objects.ts
# It would be seen.
sed 's/"tolerations"/"toleration"/' objects.ts >wrong.ts
if check wrong.ts >/dev/null; then echo "kubernetes-types.sh: a wrong key is not noticed" >&2; exit 1; fi
