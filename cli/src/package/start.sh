# How Forebay starts its virtual machine: one text for ./forebay and for the launcher inside the zip. It is read by either of
# them (POSIX sh), never run, and finds:
#   java        the program
#   home        where examples/ is
#   class_path  the jars
#   archive     the archived classes; a start without them, or with some that do not fit, is only slower
#   "$@"        the command and its options

# Most commands end before the optimizing compiler has paid for itself, and it would take a core from them meanwhile.
case ${1:-} in
  bench) compiler=-XX:+TieredCompilation ;;
  *) compiler=-XX:TieredStopAtLevel=1 ;;
esac

# The user's own options are split at blanks and stand after ours, so that they win. A * in them is no file name.
set -f
# shellcheck disable=SC2086,SC2154
set -- ${FOREBAY_JAVA_OPTIONS:-} -cp "$class_path" dev.forebay.cli.Main "$@"
set +f

[ ! -t 0 ] || set -- -Dforebay.input.terminal=true "$@"
if [ -t 2 ]; then
  columns=$(stty size 2>/dev/null < /dev/tty | cut -d ' ' -f 2 || true)
  set -- "-Dforebay.terminal=${columns:-80}" "$@"
fi
# shellcheck disable=SC2154
[ ! -f "$archive" ] || set -- "-XX:SharedArchiveFile=$archive" -Xlog:cds=off -Xlog:aot=off "$@"

# Under cron and in containers there often is no locale, and then the virtual machine reads the bytes of a prompt that are not ASCII as
# question marks.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
  *)
    LC_ALL=C.UTF-8
    export LC_ALL
    ;;
esac

# shellcheck disable=SC2154
exec "$java" --enable-native-access=ALL-UNNAMED "$compiler" "-Dforebay.home=$home" "$@"
