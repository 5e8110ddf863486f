"""slack.py ADDRESS DIRECTORY - takes what is posted, as Slack's incoming webhook does, and keeps each message in DIRECTORY."""
import http.server
import itertools
import pathlib
import sys

address, directory = sys.argv[1], pathlib.Path(sys.argv[2])
numbers = itertools.count(1)


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        (directory / f"{next(numbers)}{self.path.replace('/', '-')}.json").write_bytes(body)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer((address, 0), Webhook)
print(f"listening http://{address}:{server.server_address[1]}", flush=True)
server.serve_forever()
