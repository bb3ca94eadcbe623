package dev.forebay.cli.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Numbers as a person reads them. Stateless. */
public final class Words {

    private static final double MICROS = 1e6;

    private Words() {}

    /** {@code 1,234}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 job is}, {@code 1,234 jobs are}. */
    public static String jobsAre(long jobs) {
        return jobs == 1 ? "1 job is" : count(jobs) + " jobs are";
    }

    /** {@code 950 bytes}, {@code 12.3 kB}, {@code 4.6 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    /** {@code 950}, {@code 12.3k}, {@code 4.56M}. */
    public static String shortCount(long number) {
        if (number < 1_000) {
            return Long.toString(number);
        }
        return number < 1_000_000
                ? String.format(Locale.ROOT, "%.1fk", number / 1e3)
                : String.format(Locale.ROOT, "%.2fM", number / 1e6);
    }

    /** {@code 2.31 s}, {@code 42 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1e3);
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    /** {@code $1.23}, {@code $0.0042}, or that the price is unknown. */
    public static String cost(OptionalLong micros) {
        if (micros.isEmpty()) {
            return "price unknown";
        }
        double dollars = micros.getAsLong() / MICROS;
        return String.format(Locale.ROOT, dollars >= 1 || dollars == 0 ? "$%,.2f" : "$%.4f", dollars);
    }
}
