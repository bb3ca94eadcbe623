#!/usr/bin/env bash
# What the limiter itself costs: scripts/jmh.sh pairs|added|waiters [JMH OPTION...]; the machine should have nothing else to do.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
part=${1:-}
shift || true
case $part in
  pairs) exec "$root/scripts/bench.sh" dev.forebay.bench.speed.Pairs "$@" ;;
  added) exec "$root/scripts/bench.sh" dev.forebay.bench.speed.Added "$@" ;;
  waiters)
    "$root/scripts/bench.sh" dev.forebay.bench.speed.Waiters futures
    FOREBAY_BENCH_BUILD=0 exec "$root/scripts/bench.sh" dev.forebay.bench.speed.Waiters threads
    ;;
  *)
    sed -n 2p "$0" >&2
    exit 2
    ;;
esac
