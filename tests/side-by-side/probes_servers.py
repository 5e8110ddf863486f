"""Targets for probes.sh: HTTP with and without TLS, a banner, a mail-like conversation with STARTTLS, a name server.

Usage: probes_servers.py DIR. Takes certificates from DIR, writes DIR/ports (name=port lines) once everything listens.
"""
import base64
import gzip
import http.server
import json
import os
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import urllib.parse

directory = sys.argv[1]
ports = {}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if headers.get("Transfer_Encoding") != "chunked":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        path = self.path.split("?")[0]
        if path == "/chunked":
            self.reply(200, b"5\r\nhello\r\n0\r\n\r\n", Transfer_Encoding="chunked")
        elif path == "/gzip":
            self.reply(200, gzip.compress(b"a" * 5000), Content_Encoding="gzip")
        elif path == "/redirect":
            self.reply(302, Location="/ok")
        elif path == "/loop":
            self.reply(302, Location="/loop")
        elif path == "/cookie":
            if "seen=1" in self.headers.get("Cookie", ""):
                self.reply(200, b"seen")
            else:
                self.reply(302, Location="/cookie", Set_Cookie="seen=1")
        elif path == "/modified":
            self.reply(200, b"old", Last_Modified="Wed, 21 Oct 2015 07:28:00 GMT")
        elif path == "/private":
            good = self.headers.get("Authorization") == "Basic dXNlcjpwYXNz"
            self.reply(200 if good else 401)
        elif path == "/bearer":
            self.reply(200 if self.headers.get("Authorization") == "Bearer t0k3n" else 401)
        elif path == "/token":
            good = signed(urllib.parse.parse_qs(body.decode()))
            self.reply(200 if good else 400, json.dumps({"access_token": "t0k3n", "expires_in": 60} if good else {"error": "invalid_grant"}).encode())
        elif path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
        elif path.startswith("/status/"):
            self.reply(int(path[8:]), b"" if path[8:] in ("204", "304") else b"status")
        else:
            self.reply(200, b"hello world", X_Kind="blue")

    do_POST = do_GET
    do_HEAD = do_GET


def signed(form):
    """Whether a form has the statement of the client in probes.sh under its signature."""
    statement, _, signature = form["assertion"][0].rpartition(".")
    head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in statement.split("."))
    with tempfile.NamedTemporaryFile(dir=directory) as file:
        file.write(base64.urlsafe_b64decode(signature + "=="))
        file.flush()
        key = os.path.join(directory, "jwt.key")
        checked = subprocess.run(["openssl", "dgst", "-sha384", "-prverify", key, "-signature", file.name], input=statement.encode(), capture_output=True, check=False)
    told = [claims.get(name) for name in ("iss", "sub", "scope", "level")] + [form["scope"][0], head["alg"], claims["exp"] - claims["iat"]]
    return checked.returncode == 0 and told == ["me", "me", "read write", 3, "read write", "RS384", 600] and claims["aud"].endswith("/token")


def context(name):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(os.path.join(directory, name + ".chain"), os.path.join(directory, name + ".key"))
    return made


def web(name, certificate=None, family=socket.AF_INET):
    class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
        address_family = family
        daemon_threads = True

        def handle_error(self, *_):
            pass

        def finish_request(self, request, address):
            if certificate:
                request = context(certificate).wrap_socket(request, server_side=True)
            super().finish_request(request, address)

    start(name, Server(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), Handler))


def conversation(name, talk):
    class Talk(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                talk(self.request)
            except (OSError, ssl.SSLError):
                pass

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    start(name, Server(("127.0.0.1", 0), Talk))


def local(name, talk):
    class Talk(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                talk(self.request)
            except (OSError, ssl.SSLError):
                pass

    class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True

    threading.Thread(target=Server(os.path.join(directory, name + ".sock"), Talk).serve_forever, daemon=True).start()


def start(name, server):
    ports[name] = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()


def banner(connection):
    connection.sendall(b"hello\r\nSSH-2.0-OpenSSH_9.2 Debian\r\n")
    connection.recv(100)


def mail(connection):
    connection.sendall(b"220 mail.example ESMTP Test\r\n")
    while line := connection.recv(100):
        if line.startswith(b"EHLO"):
            connection.sendall(b"250-mail.example\r\n250-STARTTLS\r\n250 OK\r\n")
        elif line.startswith(b"STARTTLS"):
            connection.sendall(b"220 go\r\n")
            connection = context("good").wrap_socket(connection, server_side=True)
        else:
            return


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def header(key, value):
    return b"\0" + bytes([len(key)]) + key.encode() + bytes([len(value)]) + value.encode()


def grpc_answer(stream, service):
    """What gRPC's health check answers: frames of HTTP/2 (RFC 9113), headers without compression."""
    ok, kind = b"\x88", header("content-type", "application/grpc")
    if service == b"missing":
        return frame(1, 5, stream, ok + kind + header("grpc-status", "5") + header("grpc-message", "unknown service"))
    if service == b"web":
        return frame(1, 5, stream, b"\x8d" + header("content-type", "text/html"))
    if service == b"reset":
        return frame(3, 0, stream, struct.pack(">I", 7))
    state = 1 if service == b"good" else 2
    message = struct.pack(">BIBB", 0, 2, 8, state)
    return frame(1, 4, stream, ok + kind) + frame(0, 0, stream, message) + frame(1, 5, stream, header("grpc-status", "0"))


def grpc(connection):
    file = connection.makefile("rb")
    file.read(24)
    connection.sendall(frame(4, 0, 0))
    message = b""
    while len(head := file.read(9)) == 9:
        payload = file.read(int.from_bytes(head[:3], "big"))
        kind, flags, stream = head[3], head[4], int.from_bytes(head[5:], "big")
        if kind == 4 and not flags & 1:
            connection.sendall(frame(4, 1, 0))
        elif kind == 6 and not flags & 1:
            connection.sendall(frame(6, 1, 0, payload))
        elif kind == 0:
            message += payload
            if flags & 1:
                connection.sendall(grpc_answer(stream, message[7:]))


def grpc_tls(certificate):
    made = context(certificate)
    made.set_alpn_protocols(["h2"])
    return lambda connection: grpc(made.wrap_socket(connection, server_side=True))


def name(text):
    return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".") if part) + b"\0"


class Dns(socketserver.BaseRequestHandler):
    def handle(self):
        question, reply = self.request
        end = question.index(0, 12) + 5
        kind = struct.unpack(">H", question[end - 4:end - 2])[0]
        missing = b"gone" in question
        data = {1: b"\xc0\x00\x02\x01", 6: name("ns.example") + name("root.example") + struct.pack(">5I", 2026112101, 1, 2, 3, 4)}.get(kind)
        answers = [] if missing or data is None else [data]
        message = question[:2] + bytes([0x81, 3 if missing else 0]) + struct.pack(">4H", 1, len(answers), 1, 0) + question[12:end]
        for answer in answers:
            message += b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 300, len(answer)) + answer
        authority = name("ns.example")
        message += b"\xc0\x0c" + struct.pack(">HHIH", 2, 1, 60, len(authority)) + authority
        reply.sendto(message, self.client_address)


web("web")
web("web6", family=socket.AF_INET6)
for kind in ("good", "expired", "selfsigned", "wrongname", "incomplete", "stale"):
    web("tls_" + kind, kind)
conversation("banner", banner)
conversation("mail", mail)
conversation("grpc", grpc)
conversation("grpc_tls", grpc_tls("good"))
conversation("grpc_expired", grpc_tls("expired"))
local("banner", banner)
local("mail", mail)
local("tls", lambda connection: context("good").wrap_socket(connection, server_side=True).recv(1))
start("dns", socketserver.ThreadingUDPServer(("127.0.0.1", 0), Dns))

with open(os.path.join(directory, "ports.new"), "w", encoding="ascii") as file:
    file.writelines(f"{key}={value}\n" for key, value in ports.items())
os.rename(os.path.join(directory, "ports.new"), os.path.join(directory, "ports"))
threading.Event().wait()
