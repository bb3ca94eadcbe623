#!/usr/bin/env python3
"""Kills `forebay run --budget` at random moments, each time starts the same command again, until the budget ends it.

The cost is reckoned from the provider's ledger: the tokens of everything that it accepted. It fails if the last run does not end
with status 3, if the ledger's cost is above the budget, or below nine tenths of it.

    scripts/budget_loop.py --jobs 1000 --kills 5 --budget 0.50 --seed 7
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from kill_loop import FOREBAY, PROMPT, RUN_SECONDS_MAX, start_simulator, stats, wait_for_calls

DOLLARS_IN, DOLLARS_OUT = 2, 10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--budget", type=float, default=0.50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rpm", type=int, default=1200)
    parser.add_argument("--itpm", type=int, default=600000)
    parser.add_argument("--otpm", type=int, default=120000)
    parser.add_argument("--latency", default="1s")
    parser.add_argument("--life", type=float, default=3.0, help="the longest life before a kill, in seconds after the first call")
    return parser.parse_args()


def cost(ledger):
    return (ledger["tokens"]["input"] * DOLLARS_IN + ledger["tokens"]["output"] * DOLLARS_OUT) / 1e6


def main():
    options = arguments()
    dice = random.Random(options.seed)
    folder = tempfile.mkdtemp(prefix="forebay-budget-loop-")
    subprocess.run([FOREBAY, "--version"], check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "in.jsonl"), "w") as file:
        subprocess.run([FOREBAY, "simulate", "--write-invoices", str(options.jobs), "--seed", str(options.seed)],
                       check=True, stdout=file, cwd=folder)
    simulator, url = start_simulator(options, folder)
    print(f"seed {options.seed}: {options.jobs} jobs, {options.kills} kills, budget {options.budget}", flush=True)
    try:
        faults = loop(options, dice, folder, url)
    finally:
        simulator.terminate()
        simulator.wait(30)
    for fault in faults:
        print("FAILED: " + fault)
    if not faults:
        shutil.rmtree(folder)
    print("budget loop: " + ("FAILED" if faults else "PASSED"))
    return 1 if faults else 0


def loop(options, dice, folder, url):
    out = os.path.join(folder, "out.jsonl")
    command = [FOREBAY, "run", os.path.join(folder, "in.jsonl"), "--prompt", PROMPT, "--base-url", url, "--out", out,
               "--budget", str(options.budget), "--price", f"in={DOLLARS_IN},out={DOLLARS_OUT}", "--progress", "none"]
    log = open(os.path.join(folder, "run.log"), "a")
    for kill in range(1, options.kills + 1):
        before = stats(url)
        run = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for_calls(url, before["arrived"], run)
        time.sleep(dice.uniform(0, options.life))
        if run.poll() is not None:
            return [f"the run ended by itself with {run.returncode} before kill {kill}: give shorter lives"]
        run.send_signal(signal.SIGKILL)
        run.wait()
        ledger = stats(url)
        print(f"kill {kill}: calls {ledger['accepted']}, cost by the ledger {cost(ledger):.4f}", flush=True)
    end = subprocess.run(command, stdout=log, stderr=log, timeout=RUN_SECONDS_MAX)
    time.sleep(2)
    spent = cost(stats(url))
    print(f"end: exit {end.returncode}, cost by the ledger {spent:.4f} of {options.budget}")
    faults = []
    if end.returncode != 3:
        faults.append(f"the last run ended with {end.returncode}, not 3")
    if spent > options.budget:
        faults.append(f"{spent:.4f} dollars were spent, more than {options.budget}")
    if spent < 0.9 * options.budget:
        faults.append(f"only {spent:.4f} dollars were spent")
    return faults


if __name__ == "__main__":
    sys.exit(main())
