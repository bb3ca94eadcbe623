#!/usr/bin/env bash
# The adapters with another version of their SDK: scripts/sdk_versions.sh [MODULE [VERSION]]; all, with the oldest that is supported, if nothing is named.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
# Module, property of the pom, package of its tests.
adapters=(
  "adapter-anthropic anthropic anthropic"
  "adapter-openai openai openai"
  "adapter-langchain4j langchain4j langchain4j"
  "metrics-micrometer micrometer micrometer"
)
quick=(-B -ntp -Dskip.tests.17=true -Dspotless.check.skip=true -Dlint.plugin=-Xdiags:compact -Dlint.plugin.tests=-Xdiags:compact
  -Dsurefire.failIfNoSpecifiedTests=false)
only=${1:-}
version=${2:-}

oldest() { sed -n "s:.*<$1\.oldest>\(.*\)</.*:\1:p" "$root/pom.xml"; }

run() {
  local module=$1 sdk=$2 package=$3 tested=${version:-$(oldest "$2")}
  # Compiled as it is published, against the newest.
  mvn -q "${quick[@]}" -f "$root/pom.xml" -pl "$module" -am test-compile
  # And then run as it is: what compiles against the other version too may still not find its methods.
  printf '== %s with %s %s\n' "$module" "$sdk" "$tested"
  mvn "${quick[@]}" -f "$root/pom.xml" -pl "$module" -am -Denforcer.skip=true -Dmaven.compiler.useIncrementalCompilation=false \
    "-D$sdk.version=$tested" "-Dtest=dev.forebay.$package.*Test" test | tee "$root/$module/target/sdk-$tested.log" |
    grep -E '^\[(INFO|ERROR|WARNING)\].*(Tests run|ERROR|FAIL|Compiling)' || true
  if grep -q 'Compiling' "$root/$module/target/sdk-$tested.log"; then
    printf 'scripts/sdk_versions.sh: %s was compiled again, with %s: that proves less\n' "$module" "$tested" >&2
    return 1
  fi
  grep -q 'BUILD SUCCESS' "$root/$module/target/sdk-$tested.log"
}

known=0
for adapter in "${adapters[@]}"; do
  read -r module sdk package <<< "$adapter"
  if [ -z "$only" ] || [ "$only" = "$module" ]; then
    known=1
    run "$module" "$sdk" "$package"
  fi
done
if [ "$known" = 0 ]; then
  printf 'scripts/sdk_versions.sh: %s is none of: %s\n' "$only" "${adapters[*]%% *}" >&2
  exit 2
fi
