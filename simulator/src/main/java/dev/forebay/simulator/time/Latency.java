package dev.forebay.simulator.time;

import java.time.Duration;
import java.util.Objects;

/**
 * How long the simulated model takes: a lognormal time around a median, or a fixed one, plus the time to produce each
 * output token.
 *
 * @param median the middle of all times; from 0 to 1 h
 * @param sigma the spread of the logarithm; 0 makes every answer take the median; from 0 to 2
 * @param tokensPerSecond output tokens produced in a second on top of it; 0, the default, adds no time
 */
public record Latency(Duration median, double sigma, double tokensPerSecond) {

    /** Two answers of three then lie within a fifth of the median, as on a calm day of a real provider. */
    public static final double DEFAULT_SIGMA = 0.2;

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final double NANOS_PER_SECOND = 1e9;

    /** Checks the ranges. */
    public Latency {
        Objects.requireNonNull(median, "median");
        if (median.isNegative() || median.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("latency is " + median + "; allowed is 0 to 1 h");
        }
        if (!(sigma >= 0 && sigma <= 2)) {
            throw new IllegalArgumentException("sigma of the latency is " + sigma + "; allowed is 0 to 2");
        }
        if (!(tokensPerSecond >= 0 && tokensPerSecond <= 1_000_000)) {
            throw new IllegalArgumentException(
                    "tokens per second is " + tokensPerSecond + "; allowed is 0 (no limit) to 1,000,000");
        }
    }

    /** No time at all. */
    public static Latency none() {
        return fixed(Duration.ZERO);
    }

    /** Always the same time. */
    public static Latency fixed(Duration time) {
        return new Latency(time, 0, 0);
    }

    /** A lognormal time with the default spread. */
    public static Latency around(Duration median) {
        return new Latency(median, DEFAULT_SIGMA, 0);
    }

    /**
     * Reads {@code 1s} (lognormal around the median), {@code fixed:1s} or {@code none}.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static Latency parse(String text) {
        String form = text.strip();
        if (form.equals("none")) {
            return none();
        }
        if (form.startsWith("fixed:")) {
            return fixed(Durations.parse("latency", form.substring("fixed:".length())));
        }
        return around(Durations.parse("latency", form));
    }

    /** The same with another speed of output. */
    public Latency withTokensPerSecond(double speed) {
        return new Latency(median, sigma, speed);
    }

    /** The time in nanoseconds until the last of {@code outputTokens} is produced. */
    public long nanos(Chance chance, long outputTokens) {
        double base = median.isZero() ? 0 : chance.lognormal((double) median.toNanos(), sigma);
        double producing = tokensPerSecond == 0 ? 0 : outputTokens / tokensPerSecond * NANOS_PER_SECOND;
        return Math.round(base + producing);
    }
}
