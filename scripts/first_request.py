#!/usr/bin/env python3
"""How long it takes from the start of `forebay run` until its first request is on the wire.

A socket of this script stands in for the provider: it notes the moment at which the first byte of the first request arrives,
and the run is ended then. Between two runs nothing is kept but the file system's cache. Launchers take turns.

    scripts/first_request.py --runs 5 ./forebay .../forebay-VERSION-OS-ARCH/bin/forebay
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ANSWER_SECONDS_MAX = 60
INPUT = b'{"id":"1","text":"Invoice 1 of Acme Ltd, 12.50 EUR, 2026-11-24"}\n'


def first_request(launcher):
    """Seconds from the start of the process to the first byte of its request."""
    folder = tempfile.mkdtemp()
    with socket.create_server(("127.0.0.1", 0)) as provider:
        provider.settimeout(ANSWER_SECONDS_MAX)
        source = os.path.join(folder, "in.jsonl")
        with open(source, "wb") as file:
            file.write(INPUT)
        command = [launcher, "run", source, "--prompt", "Extract vendor, amount, date: {text}", "--progress", "none",
                   "--base-url", "http://127.0.0.1:%d" % provider.getsockname()[1]]
        begun = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            connection, _ = provider.accept()
            connection.settimeout(ANSWER_SECONDS_MAX)
            first = connection.recv(1)
            seconds = time.monotonic() - begun
            if not first:
                raise SystemExit(launcher + ": the connection was closed before a request came")
            connection.close()
            return seconds
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("launcher", nargs="+")
    options = parser.parse_args()
    measured = {launcher: [] for launcher in options.launcher}
    for launcher in measured:
        first_request(launcher)  # fills the cache of the file system; not counted
    for _ in range(options.runs):
        for launcher, seconds in measured.items():
            seconds.append(first_request(launcher))
    for launcher, seconds in measured.items():
        print("%s: median %.2f s of %s" % (launcher, statistics.median(seconds), ", ".join("%.2f" % s for s in seconds)))
    return 0 if all(statistics.median(seconds) <= 1.0 for seconds in measured.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
