#!/usr/bin/env bash
# Real client libraries against a simulated provider, as they are and with the one line that Forebay adds: scripts/dropin.sh [CALLS]
# Status 1 if with Forebay a call fails, or more than one request of a row is rejected by the provider's ledger.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
mvn -B -q -ntp -f "$root/pom.xml" -pl examples -am -DskipTests -Dskip.tests.17=true -Dspotless.check.skip=true \
  -Dlint.plugin=-Xdiags:compact -Dmdep.includeScope=runtime -Dmdep.outputFile=target/classpath.txt package dependency:build-classpath >&2
java=$("$root/scripts/bench.sh" --java)
exec "$java" -Xmx512m -Dslf4j.internal.verbosity=ERROR -cp "$root/examples/target/classes:$(cat "$root/examples/target/classpath.txt")" dev.forebay.examples.dropin.DropIn "$@"
