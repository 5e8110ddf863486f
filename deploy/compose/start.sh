#!/bin/sh
# start.sh COMMAND... - fills in a configuration, writes its secrets to memory, and becomes the command.
#
# For the Prometheus and Alertmanager images, whose programs take neither from the environment. Each /config/*.yml is copied to
# CONFIG_DIR with @NAME@ replaced by the variable NAME, for the names in VALUES; lines that begin with "# @NAME@ " lose that when
# NAME has a value. The variables in SECRETS become the files /run/secrets/<name in lower case>, and are gone from the environment.
set -eu
umask 077

# fill NAME: the sed commands for one variable; what is special to sed or would end a YAML string is escaped.
fill() {
  eval "value=\${$1:-}"
  # shellcheck disable=SC2154 # set by eval
  escaped=$(printf '%s' "$value" | sed -e 's/\\/\\\\\\\\/g' -e 's/"/\\\\"/g' -e 's/[&|]/\\&/g')
  if [ -n "$value" ]; then printf 's|^\\( *\\)# @%s@ |\\1|\n' "$1"; fi
  printf 's|@%s@|%s|g\n' "$1" "$escaped"
}

for name in ${VALUES:-}; do fill "$name"; done >/tmp/values.sed
for file in /config/*.yml; do sed -f /tmp/values.sed "$file" >"$CONFIG_DIR/${file##*/}"; done
for name in ${SECRETS:-}; do
  eval "printf '%s' \"\${$name:-}\"" >"/run/secrets/$(echo "$name" | tr '[:upper:]' '[:lower:]')"
  unset "$name"
done
exec "$@"
