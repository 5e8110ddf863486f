"""start_time.py ROUNDS NAME=PORT COMMAND... [-- NAME=PORT COMMAND...] - from the start of a process to the end of its first page.

The commands are started in turn. Prints, of each, the least and the median of the wall clock and of the CPU used, in milliseconds.
The machine's own load is in the wall clock: compare within one run, by the least.
"""
import glob
import socket
import subprocess
import sys
import time


def split(arguments):
    command = []
    for argument in [*arguments, "--"]:
        if argument != "--":
            command.append(argument)
        elif command:
            name, _, port = command[0].partition("=")
            yield name, int(port), command[1:]
            command = []


def start(port, command):
    """Milliseconds of wall clock and of CPU."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", port))
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(f"{command[0]} ended with {process.returncode}")
                time.sleep(0.0005)
        connection.sendall(b"GET /metrics HTTP/1.0\r\n\r\n")
        while connection.recv(65536):
            pass
        wall = time.perf_counter() - began
        cpu = sum(int(open(path).read().split()[0]) for path in glob.glob(f"/proc/{process.pid}/task/*/schedstat")) / 1e9
        return wall * 1000, cpu * 1000
    finally:
        process.kill()
        process.wait()


rounds = int(sys.argv[1])
programs = list(split(sys.argv[2:]))
measured = {name: [] for name, _, _ in programs}
for _ in range(rounds):
    for name, port, command in programs:
        measured[name].append(start(port, command))
print(f"start to first page, {rounds} times in turn: ms of wall clock, least and median, and of CPU")
for name, _, _ in programs:
    wall, cpu = (sorted(values) for values in zip(*measured[name]))
    print(f"{name:24}{wall[0]:8.0f}{wall[rounds // 2]:8.0f}{cpu[0]:8.0f}{cpu[rounds // 2]:8.0f}")
