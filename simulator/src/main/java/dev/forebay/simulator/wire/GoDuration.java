package dev.forebay.simulator.wire;

/** Durations as Go prints them, in whole milliseconds rounded up: {@code 0s}, {@code 20ms}, {@code 1.182s}, {@code 6m0s}. Stateless. */
final class GoDuration {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private GoDuration() {}

    static String of(long nanos) {
        long millis = millis(nanos);
        if (millis == 0) {
            return "0s";
        }
        if (millis < 1000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        String seconds = seconds(millis % 60_000) + "s";
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    /** The milliseconds that the text says. */
    static long millis(long nanos) {
        return (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI;
    }

    private static String seconds(long millis) {
        String fraction = Long.toString(1000 + millis % 1000).substring(1).replaceAll("0+$", "");
        return millis / 1000 + (fraction.isEmpty() ? "" : "." + fraction);
    }
}
