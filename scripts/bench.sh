#!/usr/bin/env bash
# Builds module bench and runs one of its programs: scripts/bench.sh CLASS [ARGUMENT...]; FOREBAY_BENCH_BUILD=0 builds nothing.
# `--java` in the place of a class builds nothing and says where the JDK 25 is.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
if [ "${FOREBAY_BENCH_BUILD:-1}" != 0 ] && [ "${1:-}" != --java ]; then
  mvn -B -q -ntp -f "$root/pom.xml" -pl bench -am -DskipTests -Dskip.tests.17=true -Dspotless.check.skip=true \
    -Dlint.plugin=-Xdiags:compact package >&2
fi
for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
  "${HOME:-/nowhere}"/.jdks/*; do
  if grep -qs '^JAVA_VERSION="25' "$home/release"; then
    if [ "${1:-}" = --java ]; then
      echo "$home/bin/java"
      exit 0
    fi
    exec "$home/bin/java" -XX:+UseParallelGC -cp "$root/bench/target/classes:$root/bench/target/lib/*" "$@"
  fi
done
echo "bench: no JDK 25 was found; set JAVA_HOME to one" >&2
exit 2
