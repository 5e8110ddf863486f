#!/bin/bash
# Today's blackbox_exporter beside ours: the same targets, the same module file, the same answers.
#
#   apt-get install openssl python3
#   dotnet build src/Exporters
#   tests/side-by-side/probes.sh
#
# EXPORTERS names the program to compare when it is not the debug build; BLACKBOX_EXPORTER the peer, by default tests/rigs/peers.sh gets it. Exit 1 when anything differs that should not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
EXPORTERS=${EXPORTERS:-dotnet $here/../../src/Exporters/bin/Debug/net10.0/exporters.dll}
peer=${BLACKBOX_EXPORTER:-$("$here/../rigs/peers.sh" blackbox_exporter)}
dir=$(mktemp -d)
pids=()
cleanup() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$dir"; }
trap cleanup EXIT

# Certificates: a root, an intermediate, leaves with their faults.
mkdir "$dir/db"
cat > "$dir/ca.cnf" <<CNF
[ca]
default_ca = c
[c]
dir = $dir/db
database = $dir/db/index
new_certs_dir = $dir/db
rand_serial = yes
default_md = sha256
policy = p
copy_extensions = copy
unique_subject = no
[p]
commonName = supplied
organizationName = optional
organizationalUnitName = optional
countryName = optional
[authority]
basicConstraints = critical,CA:true
[server]
basicConstraints = CA:false
CNF
: > "$dir/db/index"
key() { openssl ecparam -name prime256v1 -genkey -noout -out "$dir/$1.key"; }
leaf() { # name, subject alternative, first day, last day
  key "$1"
  openssl req -new -key "$dir/$1.key" -subj "/C=DE/O=Acme, Inc./OU=Web/CN=$1" -addext "subjectAltName=$2" -out "$dir/$1.csr" 2>/dev/null
  openssl ca -config "$dir/ca.cnf" -batch -notext -in "$dir/$1.csr" -out "$dir/$1.crt" -cert "$dir/middle.crt" -keyfile "$dir/middle.key" \
    -extensions server -startdate "$3" -enddate "$4" 2>/dev/null
  cat "$dir/$1.crt" "$dir/middle.crt" > "$dir/$1.chain"
}
day() { date -u -d "$1" +%Y%m%d%H%M%SZ; }
key root
openssl req -x509 -key "$dir/root.key" -subj "/O=Tests/CN=Root" -days 100 -out "$dir/root.crt" 2>/dev/null
key middle
openssl req -new -key "$dir/middle.key" -subj "/O=Tests/CN=Middle" -out "$dir/middle.csr" 2>/dev/null
openssl ca -config "$dir/ca.cnf" -batch -notext -in "$dir/middle.csr" -out "$dir/middle.crt" -cert "$dir/root.crt" -keyfile "$dir/root.key" \
  -extensions authority -startdate "$(day '-90 days')" -enddate "$(day '+90 days')" 2>/dev/null
names="DNS:localhost,DNS:second.example,IP:127.0.0.1,IP:::1"
leaf good "$names" "$(day '-1 day')" "$(day '+30 days')"
leaf expired "$names" "$(day '-20 days')" "$(day '-2 days')"
leaf wrongname "DNS:elsewhere.example" "$(day '-1 day')" "$(day '+30 days')"
leaf incomplete "$names" "$(day '-1 day')" "$(day '+30 days')"
cp "$dir/incomplete.crt" "$dir/incomplete.chain"
leaf stale "$names" "$(day '-1 day')" "$(day '+30 days')"
cat "$dir/expired.crt" >> "$dir/stale.chain" # not needed for the chain, and long over
key selfsigned
openssl req -x509 -key "$dir/selfsigned.key" -subj "/CN=selfsigned" -addext "subjectAltName=$names" -days 30 -out "$dir/selfsigned.chain" 2>/dev/null

openssl genrsa -out "$dir/jwt.key" 2048 2>/dev/null

python3 "$here/probes_servers.py" "$dir" & pids+=($!)
until [ -f "$dir/ports" ]; do kill -0 "${pids[0]}"; sleep 0.1; done
declare -A port
while IFS='=' read -r name number; do port[$name]=$number; done < "$dir/ports"

cat > "$dir/modules.yml" <<MODULES
modules:
  http_2xx: { prober: http, timeout: 5s, http: { preferred_ip_protocol: ip4 } }
  http_ip6: { prober: http, timeout: 5s }
  http_404: { prober: http, http: { valid_status_codes: [404] } }
  http_post: { prober: http, http: { method: POST, body: "{}", headers: { Content-Type: application/json } } }
  http_head: { prober: http, http: { method: HEAD } }
  http_noredirect: { prober: http, http: { follow_redirects: false, valid_status_codes: [302] } }
  http_gzip: { prober: http, http: { compression: gzip, headers: { Accept-Encoding: gzip } } }
  http_basic: { prober: http, http: { basic_auth: { username: user, password: pass } } }
  http_body: { prober: http, http: { fail_if_body_not_matches_regexp: ["hello w[o]rld"] } }
  http_body_bad: { prober: http, http: { fail_if_body_matches_regexp: ["hello"] } }
  http_header: { prober: http, http: { fail_if_header_matches: [ { header: X-Kind, regexp: blue } ] } }
  http_not_ssl: { prober: http, http: { fail_if_not_ssl: true } }
  http_small: { prober: http, http: { body_size_limit: 5B } }
  http_version: { prober: http, http: { valid_http_versions: ["HTTP/2.0"] } }
  https: { prober: http, http: { preferred_ip_protocol: ip4, tls_config: { ca_file: $dir/root.crt } } }
  https_insecure: { prober: http, http: { tls_config: { insecure_skip_verify: true } } }
  https_fail: { prober: http, http: { fail_if_ssl: true, tls_config: { ca_file: $dir/root.crt } } }
  tcp: { prober: tcp, timeout: 5s, tcp: { preferred_ip_protocol: ip4 } }
  tls: { prober: tcp, timeout: 5s, tcp: { preferred_ip_protocol: ip4, tls: true, tls_config: { ca_file: $dir/root.crt } } }
  ssh: { prober: tcp, tcp: { query_response: [ { expect: "^SSH-2.0-" }, { send: "bye" } ] } }
  pop: { prober: tcp, timeout: 2s, tcp: { query_response: [ { expect: "^+OK" } ] } }
  http_jwt:
    prober: http
    timeout: 5s
    http:
      preferred_ip_protocol: ip4
      oauth2:
        grant_type: urn:ietf:params:oauth:grant-type:jwt-bearer
        client_id: me
        client_certificate_key_file: $dir/jwt.key
        signature_algorithm: RS384
        scopes: [read, write]
        claims: { level: 3 }
        token_url: http://127.0.0.1:${port[web]}/token
  unix: { prober: unix, timeout: 5s }
  unix_ssh: { prober: unix, timeout: 5s, unix: { query_response: [ { expect: "^SSH-(2.0)-", labels: [ { name: seen, value: "\$1" } ] }, { send: "bye" } ] } }
  unix_pop: { prober: unix, timeout: 2s, unix: { query_response: [ { expect: "^+OK" } ] } }
  unix_tls: { prober: unix, timeout: 5s, unix: { tls: true, tls_config: { ca_file: $dir/root.crt, server_name: localhost } } }
  unix_tls_nameless: { prober: unix, timeout: 5s, unix: { tls: true, tls_config: { ca_file: $dir/root.crt } } }
  unix_tls_insecure: { prober: unix, timeout: 5s, unix: { tls: true, tls_config: { insecure_skip_verify: true } } }
  unix_smtp:
    prober: unix
    timeout: 5s
    unix:
      tls_config: { ca_file: $dir/root.crt, server_name: localhost }
      query_response: [ { expect: "^220" }, { send: "STARTTLS\r" }, { expect: "^220" }, { starttls: true }, { send: "QUIT\r" } ]
  grpc: { prober: grpc, timeout: 5s, grpc: { preferred_ip_protocol: ip4, service: good, metadata: { x-tenant: [red] } } }
  grpc_down: { prober: grpc, timeout: 5s, grpc: { preferred_ip_protocol: ip4, service: down } }
  grpc_missing: { prober: grpc, timeout: 5s, grpc: { preferred_ip_protocol: ip4, service: missing } }
  grpc_web: { prober: grpc, timeout: 5s, grpc: { preferred_ip_protocol: ip4, service: web } }
  grpc_reset: { prober: grpc, timeout: 5s, grpc: { preferred_ip_protocol: ip4, service: reset } }
  grpc_tls: { prober: grpc, timeout: 5s, grpc: { preferred_ip_protocol: ip4, service: good, tls: true, tls_config: { ca_file: $dir/root.crt } } }
  smtp:
    prober: tcp
    tcp:
      tls_config: { ca_file: $dir/root.crt, server_name: localhost }
      query_response:
        - expect: "^220 ([^ ]+) ESMTP (.+)$"
        - send: "EHLO prober\r"
        - expect: "^250-STARTTLS"
        - send: "STARTTLS\r"
        - expect: "^220"
        - starttls: true
        - send: "QUIT\r"
  icmp: { prober: icmp, timeout: 5s }
  icmp4: { prober: icmp, timeout: 5s, icmp: { preferred_ip_protocol: ip4, payload_size: 1000 } }
  dns_a: { prober: dns, timeout: 5s, dns: { query_name: www.example, query_type: A, validate_answer_rrs: { fail_if_not_matches_regexp: ["www.example.\t300\tIN\tA\t192.0.2.1"] } } }
  dns_soa: { prober: dns, timeout: 5s, dns: { query_name: example, query_type: SOA } }
  dns_gone: { prober: dns, timeout: 5s, dns: { query_name: gone.example, query_type: A } }
  dns_gone_ok: { prober: dns, timeout: 5s, dns: { query_name: gone.example, query_type: A, valid_rcodes: [NXDOMAIN], validate_authority_rrs: { fail_if_none_matches_regexp: ["NS\tns"] } } }
  dns_bad: { prober: dns, timeout: 5s, dns: { query_name: www.example, query_type: A, validate_answer_rrs: { fail_if_matches_regexp: ["192"] } } }
MODULES
cat > "$dir/exporters.yaml" <<YAML
server: { listen: ["127.0.0.1:19119"] }
host: { enabled: false }
probes: { modules_file: modules.yml, allow: ["unix://*", "127.0.0.0/8", "::1", "*.invalid"] }
YAML

"$peer" --config.file="$dir/modules.yml" --web.listen-address=127.0.0.1:19118 > "$dir/peer.log" 2>&1 & pids+=($!)
$EXPORTERS --config.file="$dir/exporters.yaml" > "$dir/ours.log" 2>&1 & pids+=($!)
for url in http://127.0.0.1:19118/-/healthy http://127.0.0.1:19119/health; do
  for _ in $(seq 100); do curl -sf "$url" >/dev/null && break; sleep 0.2; done
  curl -sf "$url" >/dev/null || { cat "$dir"/*.log >&2; exit 2; }
done

web=127.0.0.1:${port[web]}
{
  for path in /ok /chunked /redirect /loop /cookie /modified /status/404 /status/204 /status/500 /private /cut; do printf 'http_2xx\thttp://%s%s\n' "$web" "$path"; done
  printf 'http_jwt\thttp://%s/bearer\nhttp_2xx\thttp://%s/bearer\n' "$web" "$web"
  printf 'http_2xx\t%s\n' "$web/ok" "127.0.0.1:1" "http://nowhere.invalid/" "localhost:${port[web]}/ok"
  printf 'http_ip6\thttp://[::1]:%s/ok\n' "${port[web6]}"
  printf '%s\thttp://'"$web"'/ok\n' http_post http_head http_body http_body_bad http_header http_not_ssl http_small http_version http_404
  printf 'http_404\thttp://%s/status/404\nhttp_noredirect\thttp://%s/redirect\nhttp_gzip\thttp://%s/gzip\nhttp_gzip\thttp://%s/ok\nhttp_basic\thttp://%s/private\n' "$web" "$web" "$web" "$web" "$web"
  for kind in good expired selfsigned wrongname incomplete stale; do
    printf 'https\thttps://localhost:%s/ok\ntls\tlocalhost:%s\n' "${port[tls_$kind]}" "${port[tls_$kind]}"
  done
  printf 'https_insecure\thttps://127.0.0.1:%s/ok\nhttps_fail\thttps://127.0.0.1:%s/ok\n' "${port[tls_selfsigned]}" "${port[tls_good]}"
  printf 'tcp\t127.0.0.1:%s\ntcp\t127.0.0.1:1\ntcp\tnowhere.invalid:80\nssh\t127.0.0.1:%s\npop\t127.0.0.1:%s\nsmtp\t127.0.0.1:%s\n' "${port[banner]}" "${port[banner]}" "${port[banner]}" "${port[mail]}"
  for module in unix unix_ssh unix_pop; do printf '%s\t%s\n' "$module" "$dir/banner.sock"; done
  printf 'unix\t%s\n' "$dir/nothing.sock" nothing.sock
  for module in unix_tls unix_tls_nameless unix_tls_insecure; do printf '%s\t%s\n' "$module" "$dir/tls.sock"; done
  printf 'unix_smtp\t%s\n' "$dir/mail.sock"
  for module in grpc grpc_down grpc_missing grpc_web grpc_reset; do printf '%s\t127.0.0.1:%s\n' "$module" "${port[grpc]}"; done
  printf 'grpc\t127.0.0.1:1\ngrpc\tnowhere.invalid:1\ngrpc\t127.0.0.1:%s\ngrpc_tls\tlocalhost:%s\ngrpc_tls\tlocalhost:%s\n' "${port[web]}" "${port[grpc_tls]}" "${port[grpc_expired]}"
  printf 'icmp\t::1\nicmp\t127.0.0.1\nicmp4\t127.0.0.1\nicmp\tnowhere.invalid\n'
  for module in dns_a dns_soa dns_gone dns_gone_ok dns_bad; do printf '%s\t127.0.0.1:%s\n' "$module" "${port[dns]}"; done
  printf 'dns_a\t127.0.0.1:1\n'
} > "$dir/cases"
"$peer" --version 2>&1 | head -1
python3 "$here/probes_compare.py" http://127.0.0.1:19118 http://127.0.0.1:19119 < "$dir/cases"
