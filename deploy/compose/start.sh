#!/bin/sh
# start.sh COMMAND... - fills in a configuration, writes its secrets to memory, and becomes the command.
#
# For the Prometheus and Alertmanager images, whose programs take neither from the environment. Each /config/*.yml, and below rules/
# too, is copied to CONFIG_DIR with @NAME@ replaced by the variable NAME, for the names in VALUES; lines that begin with "# @NAME@ "
# lose that when NAME has a value. With RUNBOOKS_URL the alerts' links to docs/runbooks.md lead there. The variables in SECRETS become
# the files /run/secrets/<name in lower case>, and are gone from the environment.
set -eu
umask 077

# What is special to sed or would end a YAML string is escaped.
escaped() { printf '%s' "$1" | sed -e 's/\\/\\\\\\\\/g' -e 's/"/\\\\"/g' -e 's/[&|]/\\&/g'; }

# fill NAME: the sed commands for one variable.
fill() {
  eval "value=\${$1:-}"
  # shellcheck disable=SC2154 # set by eval
  if [ -n "$value" ]; then printf 's|^\\( *\\)# @%s@ |\\1|\n' "$1"; fi
  printf 's|@%s@|%s|g\n' "$1" "$(escaped "$value")"
}

for name in ${VALUES:-}; do fill "$name"; done >/tmp/values.sed
if [ -n "${RUNBOOKS_URL:-}" ]; then
  printf '%s\n' "s|^\\( *runbook_url: \\)docs/runbooks[.]md\\(.*\\)|\\1\"$(escaped "$RUNBOOKS_URL")\\2\"|" >>/tmp/values.sed
fi
for file in /config/*.yml /config/rules/*.yml; do
  [ -e "$file" ] || continue
  copy=$CONFIG_DIR/${file#/config/}
  mkdir -p "${copy%/*}"
  sed -f /tmp/values.sed "$file" >"$copy"
done
for name in ${SECRETS:-}; do
  eval "printf '%s' \"\${$name:-}\"" >"/run/secrets/$(echo "$name" | tr '[:upper:]' '[:lower:]')"
  unset "$name"
done
exec "$@"
