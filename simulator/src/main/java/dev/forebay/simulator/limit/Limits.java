package dev.forebay.simulator.limit;

import dev.forebay.simulator.time.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The limits that a simulated provider holds for each model: an amount per dimension, one burst for all that count by the
 * minute, and a cap on calls in flight. What is not set is not limited. Immutable.
 *
 * <p>Each limit is a bucket that refills continuously, unless another {@link Counting} is chosen for those by the minute. A
 * bucket by the minute holds what flows in during the burst; a bucket by the day holds the whole day's amount, or it is whole
 * again at each midnight of a zone.
 */
public final class Limits {

    /** The largest amount that can be set; above it a level would not fit into a long. */
    public static final long LARGEST_AMOUNT = 100_000_000;

    /** The largest amount a day that can be set. */
    public static final long LARGEST_DAILY_AMOUNT = 10_000_000_000L;

    /** The largest cap on calls in flight. */
    public static final int LARGEST_CONCURRENCY = 1_000_000;

    private static final Duration SHORTEST_BURST = Duration.ofMillis(1);
    private static final Duration LONGEST_BURST = Duration.ofMinutes(1);

    private final Map<Dimension, Long> amounts;
    private final Duration burst;
    private final OptionalInt concurrency;
    private final Counting counting;
    private final Optional<ZoneId> dayZone;

    private Limits(Builder builder) {
        this.amounts = new EnumMap<>(builder.amounts);
        this.burst = builder.burst;
        this.concurrency = builder.concurrency;
        this.counting = builder.counting;
        this.dayZone = builder.dayZone;
    }

    /** No limit at all. */
    public static Limits none() {
        return builder().build();
    }

    /** A builder without any limit and with a burst of a minute. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a list such as {@code rpm=50,itpm=30000,otpm=8000,burst=10s,concurrency=12}.
     *
     * @throws IllegalArgumentException naming the first part that cannot be read or is out of range
     */
    public static Limits parse(String text) {
        Builder builder = builder();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                int equals = part.indexOf('=');
                if (equals < 0) {
                    throw new IllegalArgumentException("limit '" + part.strip() + "' has no '='; write rpm=50");
                }
                builder.set(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return builder.build();
    }

    /** The amount per period of a dimension; empty if it is not limited. */
    public OptionalLong amount(Dimension dimension) {
        Long amount = amounts.get(dimension);
        return amount == null ? OptionalLong.empty() : OptionalLong.of(amount);
    }

    /** The time in which a full bucket by the minute would have flowed in. */
    public Duration burst() {
        return burst;
    }

    /** The cap on calls in flight; empty if there is none. */
    public OptionalInt concurrency() {
        return concurrency;
    }

    /** How the limits by the minute are counted. */
    public Counting counting() {
        return counting;
    }

    /** The zone whose midnights make the limits by the day whole again; empty if those refill continuously. */
    public Optional<ZoneId> dayZone() {
        return dayZone;
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        amounts.forEach((dimension, amount) ->
                text.append(dimension.option()).append('=').append(amount).append(','));
        concurrency.ifPresent(cap -> text.append("concurrency=").append(cap).append(','));
        if (counting != Counting.BUCKET) {
            text.append("counting=")
                    .append(counting.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .append(',');
        }
        dayZone.ifPresent(zone -> text.append("day-zone=").append(zone).append(','));
        return text.append("burst=").append(burst.toMillis()).append("ms").toString();
    }

    /** Collects limits; not thread-safe. */
    public static final class Builder {

        private final Map<Dimension, Long> amounts = new EnumMap<>(Dimension.class);
        private Duration burst = LONGEST_BURST;
        private OptionalInt concurrency = OptionalInt.empty();
        private Counting counting = Counting.BUCKET;
        private Optional<ZoneId> dayZone = Optional.empty();

        private Builder() {}

        /**
         * Limits a dimension.
         *
         * @param amount permits per period; from 1 to 100 million by the minute, to 10 thousand million by the day
         */
        public Builder limit(Dimension dimension, long amount) {
            long largest = dimension.period().equals(Duration.ofDays(1)) ? LARGEST_DAILY_AMOUNT : LARGEST_AMOUNT;
            if (amount < 1 || amount > largest) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "%s is %d; allowed is 1 to %,d", dimension.option(), amount, largest));
            }
            amounts.put(dimension, amount);
            return this;
        }

        /** Sets the burst of all buckets by the minute: 1 ms to 1 min, by default 1 min. */
        public Builder burst(Duration time) {
            if (time.compareTo(SHORTEST_BURST) < 0 || time.compareTo(LONGEST_BURST) > 0) {
                throw new IllegalArgumentException(
                        "burst is " + time.toMillis() + " ms; allowed is 1 ms to 1 min (60s, the default)");
            }
            burst = time;
            return this;
        }

        /** Caps the calls in flight, over all models: 1 to 1 million. */
        public Builder concurrency(int cap) {
            if (cap < 1 || cap > LARGEST_CONCURRENCY) {
                throw new IllegalArgumentException("concurrency is " + cap + "; allowed is 1 to 1,000,000");
            }
            concurrency = OptionalInt.of(cap);
            return this;
        }

        /** Sets how the limits by the minute are counted; in buckets by default. */
        public Builder counting(Counting kind) {
            counting = kind;
            return this;
        }

        /** Makes limits by the day whole again at each midnight of a zone; by default they refill continuously. */
        public Builder dayZone(ZoneId zone) {
            dayZone = Optional.of(zone);
            return this;
        }

        /** Makes the limits. */
        public Limits build() {
            return new Limits(this);
        }

        private void set(String name, String value) {
            if (name.equals("burst")) {
                burst(Durations.parse("burst", value));
                return;
            }
            if (name.equals("concurrency")) {
                concurrency((int) Math.min(Integer.MAX_VALUE, number(name, value)));
                return;
            }
            if (name.equals("counting")) {
                counting(Counting.parse(value));
                return;
            }
            if (name.equals("day-zone")) {
                dayZone(zone(value));
                return;
            }
            for (Dimension dimension : Dimension.values()) {
                if (dimension.option().equals(name)) {
                    limit(dimension, number(name, value));
                    return;
                }
            }
            throw new IllegalArgumentException(
                    "limit '" + name
                            + "' is unknown; known are rpm, itpm, otpm, tpm, rpd, tpd, concurrency, burst, counting and day-zone");
        }

        private static ZoneId zone(String name) {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException unknown) {
                throw new IllegalArgumentException(
                        "day-zone is '" + name + "'; write a zone such as UTC or America/Los_Angeles", unknown);
            }
        }

        private static long number(String name, String value) {
            try {
                return Long.parseLong(value.replace("_", ""));
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(name + " is '" + value + "'; write a whole number", notANumber);
            }
        }
    }
}
