package dev.forebay.simulator;

import dev.forebay.simulator.fault.FaultPlan;
import dev.forebay.simulator.limit.Conduct;
import dev.forebay.simulator.limit.Limits;
import dev.forebay.simulator.time.Latency;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** How a simulated provider behaves. Immutable; made by {@link #builder}. */
public final class SimulatorOptions {

    /** Enough for every test; so many take some 300 MB. */
    public static final int MOST_LOGGED_CALLS = 1_000_000;

    private static final int DEFAULT_LOGGED_CALLS = 100_000;
    private static final int LARGEST_ADMIN_PAGE = 100;
    private static final int MOST_EXTRA_TOKENS = 1_000_000;
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

    private final Builder settings;

    private SimulatorOptions(Builder builder) {
        this.settings = builder;
    }

    /** A provider without limits, faults or latency that takes any key and any model. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with the same settings. */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** The limits of each model. */
    public Limits limits() {
        return settings.limits;
    }

    /** How long answers take. */
    public Latency latency() {
        return settings.latency;
    }

    /** What goes wrong. */
    public FaultPlan faults() {
        return settings.faults;
    }

    /** From which all chance is drawn. */
    public long seed() {
        return settings.seed;
    }

    /** The only key that is taken; empty if any is, or none. */
    public Optional<String> key() {
        return settings.key;
    }

    /** The only admin key that is taken where limits are told; empty if any is that begins as the provider's do. */
    public Optional<String> adminKey() {
        return settings.adminKey;
    }

    /** How many entries a page has where limits are told; empty for the provider's own. */
    public OptionalInt adminPageSize() {
        return settings.adminPageSize;
    }

    /** The models that exist; empty if any does. */
    public Set<String> models() {
        return settings.models;
    }

    /** How many of the latest calls are kept for audits. */
    public int loggedCalls() {
        return settings.loggedCalls;
    }

    /** The median of the output tokens that every answer has beyond its text, as if the model had thought first. */
    public int extraOutputTokens() {
        return settings.extraOutputTokens;
    }

    /** Which headers about limits are sent. */
    public HeaderProfile headers() {
        return settings.headers;
    }

    /** What becomes of the {@code retry-after} header. */
    public RetryAfterProfile retryAfter() {
        return settings.retryAfter;
    }

    /** Whether rejected requests count as requests; empty for the provider's own rule. */
    public Optional<Boolean> chargeRejected() {
        return settings.chargeRejected;
    }

    /** What makes the limits hard to follow. */
    public Conduct conduct() {
        return settings.conduct;
    }

    /** How long after a throttle a request may still arrive that was sent before its client knew of it. */
    public Duration throttleGrace() {
        return settings.throttleGrace;
    }

    /** The settings in one line, without the key. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "limits %s; latency %s; faults %s; seed %d",
                limits(),
                latency().median(),
                faults(),
                seed());
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {

        private Limits limits = Limits.none();
        private Latency latency = Latency.none();
        private FaultPlan faults = FaultPlan.none();
        private long seed = 1;
        private Optional<String> key = Optional.empty();
        private Optional<String> adminKey = Optional.empty();
        private OptionalInt adminPageSize = OptionalInt.empty();
        private Set<String> models = Set.of();
        private int loggedCalls = DEFAULT_LOGGED_CALLS;
        private int extraOutputTokens;
        private HeaderProfile headers = HeaderProfile.ALL;
        private RetryAfterProfile retryAfter = RetryAfterProfile.EXACT;
        private Optional<Boolean> chargeRejected = Optional.empty();
        private Conduct conduct = Conduct.plain();
        private Duration throttleGrace = Duration.ofMillis(50);

        private Builder() {}

        private Builder(Builder other) {
            this.limits = other.limits;
            this.latency = other.latency;
            this.faults = other.faults;
            this.seed = other.seed;
            this.key = other.key;
            this.adminKey = other.adminKey;
            this.adminPageSize = other.adminPageSize;
            this.models = other.models;
            this.loggedCalls = other.loggedCalls;
            this.extraOutputTokens = other.extraOutputTokens;
            this.headers = other.headers;
            this.retryAfter = other.retryAfter;
            this.chargeRejected = other.chargeRejected;
            this.conduct = other.conduct;
            this.throttleGrace = other.throttleGrace;
        }

        /** Sets the limits of each model; none by default. */
        public Builder limits(Limits limitsOfEachModel) {
            limits = limitsOfEachModel;
            return this;
        }

        /** Sets how long answers take; no time by default. */
        public Builder latency(Latency time) {
            latency = time;
            return this;
        }

        /** Sets what goes wrong; nothing by default. */
        public Builder faults(FaultPlan plan) {
            faults = plan;
            return this;
        }

        /** Sets the seed of all chance; 1 by default. */
        public Builder seed(long anyNumber) {
            seed = anyNumber;
            return this;
        }

        /** Sets the only key that is taken; by default any is, or none. */
        public Builder key(String onlyKey) {
            if (onlyKey.isBlank()) {
                throw new IllegalArgumentException("the key is blank; leave it out to take any key");
            }
            key = Optional.of(onlyKey);
            return this;
        }

        /** Sets the only admin key that is taken; by default any that begins as the provider's do. */
        public Builder adminKey(String onlyKey) {
            if (onlyKey.isBlank()) {
                throw new IllegalArgumentException("the admin key is blank; leave it out to take any");
            }
            adminKey = Optional.of(onlyKey);
            return this;
        }

        /** Sets how many entries a page has where limits are told: 1 to 100; by default as the provider does it. */
        public Builder adminPageSize(int entries) {
            if (entries < 1 || entries > LARGEST_ADMIN_PAGE) {
                throw new IllegalArgumentException("the page has " + entries + " entries; allowed is 1 to 100");
            }
            adminPageSize = OptionalInt.of(entries);
            return this;
        }

        /** Sets the models that exist; none named, the default, means any. */
        public Builder models(Set<String> names) {
            models = Set.copyOf(names);
            return this;
        }

        /** Sets how many of the latest calls are kept for audits: 0 to 1 million, by default 100,000. */
        public Builder loggedCalls(int count) {
            loggedCalls = check("logged calls", count, MOST_LOGGED_CALLS);
            return this;
        }

        /** Sets the median of output tokens beyond the text: 0, the default, to 1 million. */
        public Builder extraOutputTokens(int median) {
            extraOutputTokens = check("extra output tokens", median, MOST_EXTRA_TOKENS);
            return this;
        }

        /** Sets which headers about limits are sent; all by default. */
        public Builder headers(HeaderProfile profile) {
            headers = profile;
            return this;
        }

        /** Sets what becomes of the {@code retry-after} header; exact by default. */
        public Builder retryAfter(RetryAfterProfile profile) {
            retryAfter = profile;
            return this;
        }

        /** Sets whether rejected requests count as requests; by default as the provider does it (OpenAI yes, Anthropic no). */
        public Builder chargeRejected(boolean charge) {
            chargeRejected = Optional.of(charge);
            return this;
        }

        /** Sets what makes the limits hard to follow; nothing by default. */
        public Builder conduct(Conduct hardships) {
            conduct = hardships;
            return this;
        }

        /** Sets how long a request may be on its way when a throttle is answered: 0 to 10 s, by default 50 ms. */
        public Builder throttleGrace(Duration grace) {
            if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
                throw new IllegalArgumentException("throttle grace is " + grace + "; allowed is 0 to 10 s");
            }
            throttleGrace = grace;
            return this;
        }

        /** Makes the options. */
        public SimulatorOptions build() {
            return new SimulatorOptions(new Builder(this));
        }

        private static int check(String what, int value, int most) {
            if (value < 0 || value > most) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s is %d; allowed is 0 to %,d", what, value, most));
            }
            return value;
        }
    }
}
