#!/usr/bin/env python3
"""Drains a million short lines through `forebay run` in a small heap, against a simulator without latency or limits.

At a tenth and at nine tenths of the lines it has the heap collected and reads what is live. It fails if the run does not end with
0, if a result is missing or stands twice, or if the live heap has grown by more than a fifth between the two.

    scripts/million.py --lines 1000000 --heap 256m
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from kill_loop import FOREBAY, stats


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--growth", type=float, default=1.2)
    return parser.parse_args()


def jcmd(pid, *command):
    home = os.path.dirname(os.path.dirname(os.path.realpath(f"/proc/{pid}/exe")))
    return subprocess.run([os.path.join(home, "bin", "jcmd"), str(pid), *command], check=True, capture_output=True, text=True).stdout


def live_kilobytes(pid):
    """What a full collection leaves, counted while everything stands still: what is allocated a moment later is not live heap."""
    histogram = jcmd(pid, "GC.class_histogram")
    return int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE).group(1)) // 1024


def main():
    options = arguments()
    folder = tempfile.mkdtemp(prefix="forebay-million-")
    subprocess.run([FOREBAY, "--version"], check=True, stdout=subprocess.DEVNULL)
    source = os.path.join(folder, "in.jsonl")
    with open(source, "w") as file:
        for line in range(options.lines):
            file.write(json.dumps({"id": f"l{line}", "text": f"short line {line}"}) + "\n")
    simulator = subprocess.Popen([FOREBAY, "simulate", "--port", "0", "--latency", "none"], stdout=subprocess.PIPE, text=True)
    url = next(line[line.index("http://"):].split()[0] for line in simulator.stdout if "http://" in line)
    out = os.path.join(folder, "out.jsonl")
    environment = dict(os.environ, FOREBAY_JAVA_OPTIONS=f"-Xmx{options.heap} " + os.environ.get("FOREBAY_JAVA_OPTIONS", ""))
    begun = time.time()
    run = subprocess.Popen([FOREBAY, "run", source, "--prompt", "{text}", "--base-url", url, "--out", out, "--progress", "plain"],
                           env=environment, stderr=open(os.path.join(folder, "progress.txt"), "w"))
    live, first = {}, 0
    try:
        while run.poll() is None:
            time.sleep(0.5)
            answered = stats(url)["answered"]
            if answered and not first:
                first = time.time()
                print(f"first answer after {first - begun:.1f} s", flush=True)
            for share in (0.1, 0.9):
                if share not in live and answered >= share * options.lines and run.poll() is None:
                    live[share] = live_kilobytes(run.pid)
                    print(f"{answered:,} answered after {time.time() - begun:.0f} s, live heap {live[share]:,} KB", flush=True)
        ended = time.time()
        with open(out) as file:
            ids = [json.loads(line)["id"] for line in file]
    finally:
        run.poll() is None and run.kill()
        simulator.terminate()
        simulator.wait(30)
    print(f"exit {run.returncode}, {len(ids):,} results, {len(set(ids)):,} distinct, {ended - begun:.0f} s, "
          f"{options.lines / (ended - first):,.0f} jobs/s after the first answer, "
          f"heap {live.get(0.9, 0) / max(1, live.get(0.1, 0)):.2f} x", flush=True)
    good = (run.returncode == 0 and len(ids) == len(set(ids)) == options.lines and len(live) == 2
            and live[0.9] <= options.growth * live[0.1])
    if good:
        shutil.rmtree(folder)
    print("million: " + ("PASSED" if good else f"FAILED, see {folder}"))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
