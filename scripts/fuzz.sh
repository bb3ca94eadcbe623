#!/usr/bin/env bash
# Fuzzes the parsers with Jazzer: each target for some minutes, from its corpus on. Fails if anything was found, and names the file.
#
#   scripts/fuzz.sh [TARGET|all] [MINUTES]      default: all of them, 2 minutes each
#
# A target is a class with a static fuzzerTestOneInput(byte[]) beside the tests of what it fuzzes; `mvn verify` runs each on its
# corpus. What a run learns stays in target/fuzz/TARGET, and the next one begins with it.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
work=$home/target/fuzz
jazzer=0.30.0

# Name, module, class, corpus, words.
targets=(
  'headers   providers dev.forebay.providers.fuzz.HeadersFuzz  fuzz/headers   fuzz/headers.dict'
  'answers   providers dev.forebay.providers.fuzz.AnswersFuzz  corpus   fuzz/bodies.dict'
  'events    providers dev.forebay.providers.fuzz.EventsFuzz   fuzz/events   fuzz/bodies.dict'
  'lines     cli       dev.forebay.cli.input.LinesFuzz         fuzz/lines   fuzz/inputs.dict'
  'csv       cli       dev.forebay.cli.input.CsvFuzz           fuzz/csv   fuzz/inputs.dict'
  'templates cli       dev.forebay.cli.input.TemplateFuzz      fuzz/templates   fuzz/inputs.dict'
  'batch     cli       dev.forebay.cli.input.BatchFuzz         fuzz/batch   fuzz/inputs.dict'
)

# Bounds of a run: an input that takes longer, or a heap that grows beyond, is a finding.
input_seconds_max=25
heap_megabytes=384
process_megabytes_max=1536
input_bytes_max=8192

wanted=${1:-all}
minutes=${2:-2}
known=" $(printf '%s\n' "${targets[@]}" | awk '{print $1}' | tr '\n' ' ')"
case " all$known" in
  *" $wanted "*) ;;
  *)
    printf 'fuzz: there is no target %s; known: all%s\n' "$wanted" "${known% }" >&2
    exit 2
    ;;
esac
case $minutes in
  '' | *[!0-9.]* | *.*.*)
    printf 'fuzz: the minutes are %s; allowed: a number such as 2 or 0.5\n' "$minutes" >&2
    exit 2
    ;;
esac
seconds=$(awk -v minutes="$minutes" 'BEGIN { printf "%d", minutes * 60 + 0.5 }')
[ "$seconds" -ge 1 ] || { echo 'fuzz: less than a second' >&2; exit 2; }

mkdir -p "$work"
cd "$home"
mvn -B -q -ntp -Dstyle.color=never -N dependency:copy -Dartifact=com.code-intelligence:jazzer:$jazzer -DoutputDirectory="$work/jazzer"
mvn -B -q -ntp -Dstyle.color=never -N dependency:copy -Dartifact=com.code-intelligence:jazzer-api:$jazzer -DoutputDirectory="$work/jazzer"
mvn -B -q -ntp -Dstyle.color=never -pl cli -am -Dspotless.check.skip=true "-Dlint.plugin=-Xdiags:compact" \
  test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/fuzz.classpath

# The JDK that the command line is built on: the one that ./forebay chooses.
java=$(FOREBAY_JAVA_OPTIONS=-XshowSettings:properties ./forebay --version 2>&1 | sed -n 's/^ *java\.home = //p')/bin/java

failed=()
fuzz() {
  local name=$1 module=$2 class=$3 corpus=$4 words=$5 log=$work/$1.log status=0
  mkdir -p "$work/$name" "$work/found"
  "$java" -Xmx${heap_megabytes}m -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    -cp "$work/jazzer/jazzer-$jazzer.jar:$work/jazzer/jazzer-api-$jazzer.jar:$module/target/test-classes:$module/target/classes:$(cat "$module/target/fuzz.classpath")" \
    com.code_intelligence.jazzer.Jazzer --target_class="$class" --instrumentation_includes='dev.forebay.**' --custom_hook_includes='dev.forebay.**' \
    --reproducer_path="$work/found" -artifact_prefix="$work/found/$name-" -max_total_time="$seconds" -timeout=$input_seconds_max \
    -rss_limit_mb=$process_megabytes_max -max_len=$input_bytes_max -use_value_profile=1 -print_final_stats=1 \
    -dict="$module/src/test/resources/$words" \
    "$work/$name" "$module/src/test/resources/$corpus" > "$log" 2>&1 || status=$?
  local runs
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -n 1)
  if [ "$status" -eq 0 ] && [ -n "$runs" ]; then
    printf '%-10s %9s executions in %s s, peak %s MB: nothing found\n' "$name" "$runs" "$seconds" \
      "$(sed -n 's/^stat::peak_rss_mb: *//p' "$log" | tail -n 1)"
  else
    failed+=("$name")
    printf '%-10s FOUND (status %s), after %s executions; see %s\n' "$name" "$status" "${runs:-?}" "${log#"$home"/}"
    grep -E -A 6 '^== |^Caused by|ERROR: |Test unit written' "$log" | head -n 30 || true
  fi
}

for target in "${targets[@]}"; do
  read -r name module class corpus words <<< "$target"
  if [ "$wanted" = all ] || [ "$wanted" = "$name" ]; then
    fuzz "$name" "$module" "$class" "$corpus" "$words"
  fi
done
[ "${#failed[@]}" -eq 0 ] || exit 1
