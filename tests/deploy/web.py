"""web.py CERTIFICATE KEY ACCESS_LOG APP_LOG - answers on 19480, with TLS on 19443, and writes lines of an access log and of a program."""
import http.server
import random
import ssl
import sys
import threading
import time

certificate, key, access_log, app_log = sys.argv[1:]


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"ok\n")

    def log_message(self, *_):
        pass


def serve(port, context=None):
    server = http.server.ThreadingHTTPServer(("", port), Page)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(certificate, key)
serve(19480)
serve(19443, tls)
with open(access_log, "a", buffering=1) as access, open(app_log, "a", buffering=1) as app:
    for number in range(10**9):
        now = time.gmtime()
        path, status = random.choice([("/health", 200), ("/cart", 200), ("/cart", 200), ("/pay", 503)])
        access.write(
            f'127.0.0.1 - - [{time.strftime("%d/%b/%Y:%H:%M:%S +0000", now)}] "GET {path} HTTP/1.1" {status} 512 "-" "curl/8" {random.random():.3f}\n'
        )
        level = random.choice(["info", "warn", "error"])
        text = "refuse-me" if number % 20 == 10 else "line"  # the sink takes no line that says so
        app.write(
            f'{{"time":"{time.strftime("%Y-%m-%dT%H:%M:%SZ", now)}","level":"{level}","msg":"{text} {number}","error.type":"IOError"}}\n'
        )
        time.sleep(0.1)
