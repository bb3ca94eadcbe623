#!/usr/bin/env bash
# What threads do to the limiter, at length: scripts/stress.sh giving-up [CALLS] | lincheck [ITERATIONS] | jcstress [OPTION...]
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
quick=(-Dskip.tests.17=true -Dspotless.check.skip=true -Dlint.plugin=-Xdiags:compact -Dlint.plugin.tests=-Xdiags:compact
  -Dsurefire.failIfNoSpecifiedTests=false)
part=${1:-}
shift || true
case $part in
  giving-up)
    mvn -B -ntp -f "$root/pom.xml" -pl core "${quick[@]}" -Dtest=GivingUpTest -Dforebay.giving-up="${1:-1000000}" test
    ;;
  lincheck)
    mvn -B -ntp -f "$root/pom.xml" -pl stress -am "${quick[@]}" -DskipTests=false -Dtest='*LinearizabilityTest' -Dforebay.lincheck="${1:-20}" verify
    ;;
  jcstress)
    mvn -B -q -ntp -f "$root/pom.xml" -pl stress -am "${quick[@]}" -DskipTests package >&2
    java=$("$root/scripts/bench.sh" --java)
    mkdir -p "$root/stress/target/jcstress"
    cd "$root/stress/target/jcstress"
    exec "$java" -cp "$root/stress/target/classes:$root/stress/target/lib/*" org.openjdk.jcstress.Main -m quick "$@"
    ;;
  *)
    sed -n 2p "$0" >&2
    exit 2
    ;;
esac
