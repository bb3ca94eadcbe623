#!/usr/bin/env bash
# Builds a copy of this tree whose store says "done" before it commits, and shows that the kill loop finds out.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$home" archive HEAD | tar -x -C "$copy"
python3 - "$copy/queue-sqlite/src/main/java/dev/forebay/queue/sqlite/Writer.java" <<'PLANT'
import sys
path = sys.argv[1]
source = open(path).read()
commit = '            handle.execute("COMMIT");\n'
tell = '''        List<Command<?>> committed = List.copyOf(group);
        tell(() -> committed.forEach(Command::complete));
'''
assert commit in source and tell in source, "the writer has changed: plant the fault anew"
early = '''            List<Command<?>> early = List.copyOf(group);
            tell(() -> early.forEach(Command::complete));
            java.util.concurrent.locks.LockSupport.parkNanos(500_000_000L);
'''
open(path, "w").write(source.replace(tell, "").replace(commit, early + commit))
PLANT
if "$copy/scripts/kill_loop.py" --jobs 600 --kills 8 --seed 7 --life 3 "$@"; then
  echo "planted fault: NOT FOUND"
  exit 1
fi
echo "planted fault: found, as it must be"
