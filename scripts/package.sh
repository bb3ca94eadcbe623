#!/usr/bin/env bash
# Makes cli/target/forebay-VERSION-OS-ARCH.zip: Forebay with a Java run-time of its own, for this system and processor. At the
# end it unpacks the zip and shows that it works where no Java is found: 20 jobs over HTTP, against the zip's own simulator.
#
#   scripts/package.sh [--demo]      --demo: also runs `forebay demo` out of the zip
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)

# The image has these, and what they need themselves.
modules=(
  java.base
  java.logging # where libraries write what goes wrong inside them
  java.naming # names in certificates
  java.net.http
  java.sql
  jdk.unsupported # signals, and the fast buffers of the simulator's server
)
# Libraries name these, for uses that Forebay does not make of them: beans, flight recordings. They are larger than all the rest.
left_out=(java.desktop jdk.jfr)

fail() {
  printf 'package: %s\n' "$*" >&2
  exit 1
}

for program in zip unzip; do
  command -v "$program" > /dev/null || fail "needs $program: apt install $program, dnf install $program"
done

# The JDK that ./forebay chooses, after it has built what is not built.
jdk=$(FOREBAY_JAVA_OPTIONS=-XshowSettings:properties "$home/forebay" --version 2>&1 | sed -n 's/^ *java\.home = //p')
version=$("$home/forebay" --version | sed -n 's/^forebay \([^,]*\),.*/\1/p')
[ -x "$jdk/bin/jlink" ] || fail "the JDK at ${jdk:-?} has no jlink"

case $(uname -s) in
  Linux) os=linux ;;
  Darwin) os=macos ;;
  *) os=$(uname -s | tr '[:upper:]' '[:lower:]') ;;
esac
case $(uname -m) in
  x86_64 | amd64) architecture=x64 ;;
  aarch64 | arm64) architecture=aarch64 ;;
  *) architecture=$(uname -m) ;;
esac

name=forebay-$version-$os-$architecture
work=$home/cli/target/package
stage=$work/$name
zip=$home/cli/target/$name.zip
rm -rf "$work" "$zip"
mkdir -p "$stage/bin" "$stage/lib" "$stage/examples" "$stage/docs"

copy_files() {
  local jars=() jar
  cp "$home/cli/target/forebay-cli.jar" "$home"/cli/target/lib/*.jar "$home/cli/src/package/start.sh" "$stage/lib"
  for jar in "$stage"/lib/*.jar; do
    jars+=("$(basename "$jar")")
  done
  sed "s/@JARS@/${jars[*]}/" "$home/cli/src/package/forebay" > "$stage/bin/forebay"
  chmod 755 "$stage/bin/forebay"
  cp "$home/README.md" "$home/LICENSE" "$home/CHANGELOG.md" "$stage"
  cp "$home"/docs/*.md "$stage/docs"
  cp -R "$home/examples/invoices" "$stage/examples"
}

# Fails if the jars have come to need a module that the image lacks. Read as one heap of classes: a jar that is a module would
# want to find its neighbours as modules.
check_modules() {
  local classes=$work/classes jar module known
  mkdir "$classes"
  for jar in "$stage"/lib/*.jar; do
    (cd "$classes" && "$jdk/bin/jar" xf "$jar" && rm -rf META-INF module-info.class)
  done
  known=" $("$stage/runtime/bin/java" --list-modules | sed 's/@.*//' | tr '\n' ' ') ${left_out[*]} "
  for module in $("$jdk/bin/jdeps" -q --ignore-missing-deps --print-module-deps "$classes" | tr ',' ' '); do
    case $known in
      *" $module "*) ;;
      *) fail "the jars need the module $module: add it to the modules in $0, or to those that are left out" ;;
    esac
  done
}

# The archive keeps the time of each jar, to the second, and a zip keeps even seconds only.
archive_classes() {
  touch -t 202601010000.00 "$stage"/lib/*.jar
  (cd "$stage/lib" && FOREBAY_JAVA_OPTIONS='-XX:ArchiveClassesAtExit=forebay.jsa -Xlog:disable -Xlog:all=off' \
    ../bin/forebay warm-up > "$work/warm-up.txt" 2>&1) || fail "the run that shows what to archive fails; see $work/warm-up.txt"
}

copy_files
"$jdk/bin/jlink" --add-modules "$(IFS=, && printf '%s' "${modules[*]}")" --strip-java-debug-attributes --no-man-pages \
  --no-header-files --generate-cds-archive --output "$stage/runtime" > /dev/null
check_modules
archive_classes
(cd "$work" && zip -q -r "$zip" "$name")
rm -rf "$work"

# --- From here on, only the zip is used, on a PATH without a Java.

checked=$(mktemp -d)
simulator=''
finish() {
  if [ -n "$simulator" ]; then
    kill "$simulator" 2> /dev/null || true
    wait "$simulator" 2> /dev/null || true
  fi
  rm -rf "$checked"
}
trap finish EXIT

unzip -q "$zip" -d "$checked"
ln -s "../$name/bin/forebay" "$checked/$name/linked"
mkdir "$checked/bin" "$checked/home"
ln -s "../$name/linked" "$checked/bin/forebay"
for program in sh cat cut stty readlink; do
  ln -s "$(command -v "$program")" "$checked/bin/$program"
done

bare() { env -i PATH="$checked/bin" HOME="$checked/home" forebay "$@"; }
bare --version > "$checked/version" || fail "the zip's launcher does not start"
grep -q "^forebay $version, Java" "$checked/version" || fail "the zip's launcher says: $(cat "$checked/version")"

env -i PATH="$checked/bin" HOME="$checked/home" forebay simulate --port 0 > "$checked/simulator" &
simulator=$!
for _ in $(seq 100); do
  grep -q http "$checked/simulator" && break
  kill -0 "$simulator" || fail "the zip's simulator does not start"
  sleep 0.1
done
url=$(grep -o 'http://[0-9.:]*' "$checked/simulator")
if [ -r "/proc/$simulator/maps" ]; then
  ! grep -F "$jdk/" "/proc/$simulator/maps" || fail "the zip's Java has files of $jdk open"
  grep -qF "$checked/$name/lib/forebay.jsa" "/proc/$simulator/maps" || fail "the archived classes do not fit"
  grep -qF "$checked/$name/runtime/lib/server/libjvm.so" "/proc/$simulator/maps" || fail "another Java than the zip's runs"
fi

bare simulate --write-invoices 20 --seed 7 > "$checked/in.jsonl"
bare run "$checked/in.jsonl" --prompt 'Extract vendor, amount, date: {text}' --base-url "$url" --progress none > "$checked/summary" \
  || fail "a run out of the zip ends with status $?"
lines=$(grep -c '"succeeded"' "$checked/in.jsonl.results.jsonl")
[ "$lines" -eq 20 ] || fail "a run of 20 jobs out of the zip has $lines results"

if [ "${1:-}" = --demo ]; then
  bare demo || fail "the demo out of the zip ends with status $?"
fi

printf '%s: %s MB, %s MB unpacked, %s\n' "${zip#"$home"/}" "$(($(wc -c < "$zip") / 1000000))" "$(du -sk "$checked/$name" | awk '{print int($1 / 1000)}')" \
  "$(sed 's/^forebay [^,]*, //' "$checked/version")"
echo 'checked, unpacked, through two links, with no Java on the PATH: --version; simulate; a run of 20 jobs, 20 results'
