package dev.forebay.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one attempt taught us: the verdict, the usage, the limits in the headers, how long to wait. Immutable.
 *
 * <p>Made by a provider's parser, or by hand: {@code Signal.succeeded(Usage.tokens(1742, 61))}.
 */
public final class Signal {

    private final Verdict verdict;
    private final @Nullable Usage usage;
    private final List<LimitReading> readings;
    private final @Nullable Duration retryAfter;
    private final @Nullable Instant until;
    private final @Nullable Dimension dimension;
    private final @Nullable NamedLimit namedLimit;
    private final String message;

    private Signal(Usage usage) {
        verdict = Verdict.SUCCEEDED;
        this.usage = usage;
        readings = List.of();
        retryAfter = null;
        until = null;
        dimension = null;
        namedLimit = null;
        message = "";
    }

    private Signal(Builder builder) {
        verdict = builder.verdict;
        usage = builder.usage;
        readings = List.copyOf(builder.readings);
        retryAfter = builder.retryAfter;
        until = builder.until;
        dimension = builder.dimension;
        namedLimit = builder.namedLimit;
        message = builder.message;
    }

    /** A signal with this verdict; all else is optional. */
    public static Builder builder(Verdict verdict) {
        return new Builder(verdict);
    }

    /** Success, with what it used. */
    public static Signal succeeded(Usage usage) {
        return new Signal(usage);
    }

    /** What the answer means. */
    public Verdict verdict() {
        return verdict;
    }

    /** What the call used; empty if the provider did not say. */
    public Optional<Usage> usage() {
        return Optional.ofNullable(usage);
    }

    /** The limits that the headers showed, in no order. */
    public List<LimitReading> readings() {
        return readings;
    }

    /** How long the provider asks us to wait; only ever present on an error. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** For an exhausted quota: when it is there again, if the provider said. */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /** For a throttle: the dimension that the provider named. */
    public Optional<Dimension> dimension() {
        return Optional.ofNullable(dimension);
    }

    /** For a throttle: the limit that the text of the refusal named, where no header does. */
    public Optional<NamedLimit> namedLimit() {
        return Optional.ofNullable(namedLimit);
    }

    /** What the provider or the transport said, for a person; empty if nothing. Never holds a key. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return verdict
                + (dimension == null ? "" : " by " + dimension.words())
                + (retryAfter == null ? "" : ", retry after " + retryAfter)
                + (usage == null ? "" : ", " + usage)
                + (message.isEmpty() ? "" : ": " + message);
    }

    /** Collects the parts of a {@link Signal}; not thread-safe. */
    public static final class Builder {

        /** Longer texts are cut: a provider's page of HTML is no message. */
        public static final int MESSAGE_LENGTH_MAX = 500;

        /** More than any provider sends; a hostile answer cannot fill the heap. */
        public static final int READINGS_MAX = 32;

        /** A month's quota is the longest that anyone waits for; a hostile number cannot overflow a clock. */
        public static final int RETRY_AFTER_DAYS_MAX = 31;

        private static final Duration RETRY_AFTER_MAX = Duration.ofDays(RETRY_AFTER_DAYS_MAX);

        private final Verdict verdict;
        private List<LimitReading> readings = List.of();
        private @Nullable Usage usage;
        private @Nullable Duration retryAfter;
        private @Nullable Instant until;
        private @Nullable Dimension dimension;
        private @Nullable NamedLimit namedLimit;
        private String message = "";

        private Builder(Verdict verdict) {
            this.verdict = verdict;
        }

        /** What the call used. Default: unknown. */
        public Builder usage(Usage usage) {
            this.usage = usage;
            return this;
        }

        /** One more limit; those above {@link #READINGS_MAX} are dropped. */
        public Builder reading(LimitReading reading) {
            if (readings.isEmpty()) {
                readings = new ArrayList<>();
            }
            if (readings.size() < READINGS_MAX) {
                readings.add(reading);
            }
            return this;
        }

        /**
         * How long to wait; zero and less are ignored, as every official client does, and more than
         * {@link #RETRY_AFTER_DAYS_MAX} days are cut to that. Default: not said.
         */
        public Builder retryAfter(Duration retryAfter) {
            Duration asked = retryAfter.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : retryAfter;
            this.retryAfter = asked.isNegative() || asked.isZero() ? null : asked;
            return this;
        }

        /** When an exhausted quota is there again. Default: not said. */
        public Builder until(Instant until) {
            this.until = until;
            return this;
        }

        /** The dimension that a throttle named. Default: not said. */
        public Builder dimension(Dimension dimension) {
            this.dimension = dimension;
            return this;
        }

        /** The limit that a throttle's text named. Default: none. */
        public Builder namedLimit(NamedLimit limit) {
            this.namedLimit = limit;
            return this;
        }

        /** A text for a person, without secrets; cut at {@link #MESSAGE_LENGTH_MAX}. Default: empty. */
        public Builder message(String message) {
            this.message =
                    message.length() <= MESSAGE_LENGTH_MAX ? message : message.substring(0, MESSAGE_LENGTH_MAX) + "...";
            return this;
        }

        /** The signal. */
        public Signal build() {
            return new Signal(this);
        }
    }
}
