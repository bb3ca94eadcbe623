#!/usr/bin/env python3
"""Kills `forebay run` with SIGKILL at random moments, each time starts the same command again, and counts.

After each kill it reads the store, the results file and the provider's ledger. It fails if
  - a call was made whose claim the store does not know: U (calls of this life without a committed result) above its leased jobs,
  - a line of the results file is not in the store,
  - at the end a result is missing, stands twice or is torn,
  - more calls were billed in vain than all U together.

    scripts/kill_loop.py --jobs 2000 --kills 20 --seed 7
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOREBAY = os.path.join(HOME, "forebay")
PROMPT = "Extract vendor, amount, date: {text}"
RUN_SECONDS_MAX = 900


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rpm", type=int, default=2400)
    parser.add_argument("--itpm", type=int, default=1200000)
    parser.add_argument("--otpm", type=int, default=240000)
    parser.add_argument("--latency", default="1s")
    parser.add_argument("--life", type=float, default=5.0, help="the longest life before a kill, in seconds after the first call")
    parser.add_argument("--keep", action="store_true", help="keep the working folder")
    return parser.parse_args()


def stats(url):
    with urllib.request.urlopen(url + "/_stats", timeout=30) as answer:
        return json.load(answer)


def store(path):
    """Results and leases as the file on disk has them."""
    connection = sqlite3.connect(path, timeout=30)
    try:
        results = {row[0] for row in connection.execute("SELECT job.id FROM result JOIN job ON job.sequence = result.job")}
        leased = connection.execute("SELECT count(*) FROM job WHERE state = 'LEASED'").fetchone()[0]
        return results, leased
    finally:
        connection.close()


def lines(path):
    """The ids of the whole lines of the results file, in order; a torn last line is left out."""
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        content = file.read()
    whole = content[: content.rfind(b"\n") + 1]
    return [json.loads(line)["id"] for line in whole.splitlines()]


def start_simulator(options, folder):
    command = [FOREBAY, "simulate", "--port", "0", "--rpm", str(options.rpm), "--itpm", str(options.itpm),
               "--otpm", str(options.otpm), "--burst", "10", "--latency", options.latency, "--seed", str(options.seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=open(os.path.join(folder, "simulator.log"), "w"))
    for line in process.stdout:
        if "http://" in line:
            return process, line[line.index("http://"):].split()[0]
    raise SystemExit("the simulator did not start; see " + folder)


def wait_for_calls(url, more_than, run):
    """Waits until the provider has seen a call of this life."""
    while stats(url)["arrived"] <= more_than and run.poll() is None:
        time.sleep(0.05)


def main():
    options = arguments()
    dice = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="forebay-kill-loop-")
    subprocess.run([FOREBAY, "--version"], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "in.jsonl"), "w") as file:
        subprocess.run([FOREBAY, "simulate", "--write-invoices", str(options.jobs), "--seed", str(options.seed)],
                       check=True, stdout=file, cwd=folder)
    simulator, url = start_simulator(options, folder)
    print(f"seed {options.seed}: {options.jobs} jobs, {options.kills} kills, {url}, {folder}", flush=True)
    try:
        faults = loop(options, dice, folder, url)
    finally:
        simulator.terminate()
        simulator.wait(30)
    for fault in faults:
        print("FAILED: " + fault)
    if not faults and not options.keep:
        shutil.rmtree(folder)
    print("kill loop: " + ("FAILED" if faults else "PASSED"))
    return 1 if faults else 0


def loop(options, dice, folder, url):
    out = os.path.join(folder, "out.jsonl")
    database = out + ".db"
    command = [FOREBAY, "run", os.path.join(folder, "in.jsonl"), "--prompt", PROMPT, "--base-url", url, "--out", out,
               "--store", database, "--progress", "none"]
    faults, total, kills = [], 0, 0
    while kills < options.kills:
        before, had = stats(url), len(store(database)[0]) if os.path.exists(database) else 0
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "run.log"), "a"))
        wait_for_calls(url, before["arrived"], run)
        time.sleep(dice.uniform(0, options.life))
        if run.poll() is not None:
            faults.append(f"the run ended by itself with {run.returncode} after {kills} kills: give more jobs or shorter lives")
            break
        run.send_signal(signal.SIGKILL)
        run.wait()
        kills += 1
        time.sleep(0.2)
        results, leased = store(database)
        after, published = stats(url), lines(out)
        uncommitted = (after["accepted"] - before["accepted"]) - (len(results) - had)
        total += uncommitted
        print(f"kill {kills}: U {uncommitted} (leased in the store {leased}), results {len(results)} in the store, "
              f"{len(published)} in the file, calls {after['accepted']}", flush=True)
        if uncommitted > leased:
            faults.append(f"kill {kills}: {uncommitted} calls without a result, but only {leased} leases")
        if set(published) - results:
            faults.append(f"kill {kills}: {len(set(published) - results)} published results are not in the store")
    end = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=open(os.path.join(folder, "run.log"), "a"),
                         timeout=RUN_SECONDS_MAX)
    return faults + verdict(options, folder, url, out, database, end.returncode, total)


def verdict(options, folder, url, out, database, status, total):
    faults = []
    with open(os.path.join(folder, "in.jsonl")) as file:
        wanted = {json.loads(line)["id"] for line in file}
    published, (results, leased), ledger = lines(out), store(database), stats(url)
    with open(out, "rb") as file:
        torn = not file.read().endswith(b"\n")
    extra = ledger["billed"] - options.jobs
    print(f"end: exit {status}, {len(published)} lines, {len(set(published))} distinct, billed {ledger['billed']}, "
          f"extra billed {extra} <= sum of U {total}, billed twice {ledger['billedTwice']}, "
          f"429s {ledger['rejectedTotal']}, sent early after a 429 {ledger['earlyAfterRetryAfter']}")
    checks = {
        f"the last run ended with {status}": status == 0,
        "results are missing or strange": set(published) == wanted and results == wanted,
        "results stand twice": len(published) == len(set(published)),
        "the file ends in a torn line": not torn,
        f"{extra} calls were billed in vain, more than {total}": extra <= total,
        f"{leased} leases are left": leased == 0,
    }
    for words, good in checks.items():
        if not good:
            faults.append(words)
    return faults


if __name__ == "__main__":
    sys.exit(main())
