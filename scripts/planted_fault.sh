#!/usr/bin/env bash
# Builds a copy of this tree with a fault in it, and shows that the script that watches for it finds out.
#
#   scripts/planted_fault.sh ack        the store says "done" before it commits: kill_loop.py
#   scripts/planted_fault.sh budget     calls lost with a killed process cost nothing: budget_loop.py
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
fault=${1:-ack}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$home" archive HEAD | tar -x -C "$copy"

# plant FILE WORDS PYTHON: the expression makes the faulty source of the source as s; the file must still be as it was expected.
plant() {
  python3 - "$copy/$1" "$2" "$3" << 'PYTHON'
import sys
path, words, expression = sys.argv[1:4]
s = open(path).read()
faulty = eval(expression)
assert faulty != s, words + " has changed: plant the fault anew"
open(path, "w").write(faulty)
PYTHON
}

case $fault in
  ack)
    writer=queue-sqlite/src/main/java/dev/forebay/queue/sqlite/Writer.java
    plant "$writer" "the writer" 's.replace("""        List<Command<?>> committed = List.copyOf(group);
        tell(() -> committed.forEach(Command::complete));
""", "")'
    plant "$writer" "the writer" 's.replace("""            hot.run(handle, "COMMIT");
""", """            List<Command<?>> early = List.copyOf(group);
            tell(() -> early.forEach(Command::complete));
            java.util.concurrent.locks.LockSupport.parkNanos(500_000_000L);
            hot.run(handle, "COMMIT");
""")'
    watch=("$copy/scripts/kill_loop.py" --jobs 600 --kills 8 --seed 7 --life 3)
    ;;
  budget)
    plant core/src/main/java/dev/forebay/pool/Spending.java "the spending" 's.replace("""        lost = lost.plus(calls);
        learned(estimator);
""", "")'
    watch=("$copy/scripts/budget_loop.py" --jobs 1000 --kills 5 --budget 0.50 --seed 7)
    ;;
  *)
    printf 'planted fault: %s is none; known: ack, budget\n' "$fault" >&2
    exit 2
    ;;
esac
if "${watch[@]}"; then
  echo "planted fault $fault: NOT FOUND"
  exit 1
fi
echo "planted fault $fault: found, as it must be"
